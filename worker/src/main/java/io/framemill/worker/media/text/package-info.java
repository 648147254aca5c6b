/**
 * The task that extracts subtitles: decodes text, whatever its markup, and writes it as WebVTT.
 * Subtitles that are pictures are not text, and are left out with a reason.
 */
@NullMarked
package io.framemill.worker.media.text;

import org.jspecify.annotations.NullMarked;
