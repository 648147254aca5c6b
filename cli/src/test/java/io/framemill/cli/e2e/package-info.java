/**
 * The real program, started as a person starts it, and what it makes, looked at from outside.
 *
 * <p>Output is read by a small reader of HLS and MP4 of its own, so that a mistake in the program's
 * idea of these formats shows.
 */
@NullMarked
package io.framemill.cli.e2e;

import org.jspecify.annotations.NullMarked;
