package io.framemill.protocol.media;

/**
 * A key frame of the source, from which decoding can start.
 *
 * @param pts its presentation time in ticks of its stream
 * @param bytePosition where its packet starts in the file; -1 if the demuxer does not know
 */
public record SeekPoint(long pts, long bytePosition) {}
