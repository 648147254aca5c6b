/**
 * What a hostile file, task or directory may try on a slot, and the proof that it does not succeed.
 *
 * <p>Each trick runs in a real slot with real libav, beside traps that notice an open or a
 * connection.
 */
@NullMarked
package io.framemill.worker.sandbox;

import org.jspecify.annotations.NullMarked;
