/**
 * Messages between controller, workers and clients: plain records, validated by their constructors.
 *
 * <p>Media time is {@code long} ticks of a {@link io.framemill.protocol.media.Rational} time base;
 * ranges are half-open, {@code [start, end)}.
 */
@NullMarked
package io.framemill.protocol;

import org.jspecify.annotations.NullMarked;
