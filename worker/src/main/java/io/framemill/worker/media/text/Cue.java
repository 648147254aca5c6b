package io.framemill.worker.media.text;

/**
 * A text that is shown for a time.
 *
 * @param startMillis when it appears, after the programme's origin
 * @param endMillis when it goes, exclusive
 * @param text as it stands in a WebVTT file: no blank line, not empty
 */
record Cue(long startMillis, long endMillis, String text) {}
