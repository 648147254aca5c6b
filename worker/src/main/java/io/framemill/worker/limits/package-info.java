/**
 * Limits on sources: plain numbers that the worker sets and its slots enforce.
 *
 * <p>Depends on nothing, so that both sides of the slot's pipe can use it.
 */
@NullMarked
package io.framemill.worker.limits;

import org.jspecify.annotations.NullMarked;
