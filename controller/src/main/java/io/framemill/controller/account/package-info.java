/**
 * What a source contains and how much of it reached the output, stream by stream: warnings,
 * strictness, the damage limit and {@code job.json} are all views of this account. Pure.
 */
@NullMarked
package io.framemill.controller.account;

import org.jspecify.annotations.NullMarked;
