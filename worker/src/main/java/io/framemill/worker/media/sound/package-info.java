/**
 * The task that encodes audio tracks: mixes down, resamples, normalises the loudness and encodes.
 * Positions are samples since the programme's origin; gaps are filled with silence.
 */
@NullMarked
package io.framemill.worker.media.sound;

import org.jspecify.annotations.NullMarked;
