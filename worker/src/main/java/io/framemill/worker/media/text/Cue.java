package io.framemill.worker.media.text;

/**
 * A WebVTT cue.
 *
 * @param startMillis its start, after the programme's origin
 * @param endMillis its end, exclusive
 * @param text cue text in WebVTT syntax: no blank line, not empty
 */
record Cue(long startMillis, long endMillis, String text) {}
