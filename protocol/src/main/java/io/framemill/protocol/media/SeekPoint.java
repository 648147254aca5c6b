package io.framemill.protocol.media;

/**
 * A key frame of the source, from which decoding can start.
 *
 * @param pts its presentation time in ticks of its stream
 * @param bytePosition byte offset of its packet in the file; -1 if the demuxer does not report it
 */
public record SeekPoint(long pts, long bytePosition) {}
