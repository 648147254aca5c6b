/**
 * What a source may ask of a slot: plain numbers that the worker's supervisor knows and its slots
 * hold sources to.
 *
 * <p>Depends on nothing, so that both sides of the slot's pipe can know it.
 */
@NullMarked
package io.framemill.worker.limits;

import org.jspecify.annotations.NullMarked;
