/**
 * What is in a source and what became of it, stream by stream: warnings, strictness, the limit of
 * damage and {@code job.json} are all views of this account. Pure.
 */
@NullMarked
package io.framemill.controller.account;

import org.jspecify.annotations.NullMarked;
