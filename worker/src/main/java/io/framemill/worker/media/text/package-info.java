/**
 * The task that extracts subtitles: decodes text of any markup, and writes it as WebVTT. Bitmap
 * subtitles are left out with a reason.
 */
@NullMarked
package io.framemill.worker.media.text;

import org.jspecify.annotations.NullMarked;
