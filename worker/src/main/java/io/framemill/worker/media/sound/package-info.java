/**
 * The task that encodes the sound tracks: mixes down, resamples, levels the loudness and encodes.
 * Positions are samples since the programme's origin, so that what is missing is filled with
 * silence.
 */
@NullMarked
package io.framemill.worker.media.sound;

import org.jspecify.annotations.NullMarked;
