package io.framemill.worker.media.source;

import static org.bytedeco.ffmpeg.global.avformat.AVSEEK_FLAG_BYTE;
import static org.bytedeco.ffmpeg.global.avformat.av_seek_frame;

import io.framemill.protocol.media.SeekPoint;
import io.framemill.worker.media.libav.NativePacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;

/** Seeks to a key frame by its byte position in the file. Not thread-safe. */
record ByteSeek(AVFormatContext context, PacketReader reader, JoinedPackets packets) {
  /**
   * How far before the key frame to start reading: the last programme map, which assigns PIDs to
   * streams in MPEG-TS, may be some distance before it. Everything in between is read.
   */
  private static final long[] SEEK_BEFORE_BYTES = {0, 1 << 20, 1 << 23};

  /**
   * A picture is complete when its last byte is read, after packets of other streams that start
   * later.
   */
  private static final long MAX_PACKET_BYTES = 1 << 23;

  /**
   * Makes the packets start with a key frame.
   *
   * @param point position of the key frame, and its time
   * @return false if it is not found
   */
  boolean seek(int streamIndex, SeekPoint point) {
    for (long before : SEEK_BEFORE_BYTES) {
      // Joins found after the programme map that they belong to are wrong.
      packets.forgetStreams();
      long from = Math.max(0, point.bytePosition() - before);
      if (av_seek_frame(context, -1, from, AVSEEK_FLAG_BYTE) >= 0 && finds(streamIndex, point)) {
        return true;
      }
    }
    packets.forgetStreams();
    return false;
  }

  private boolean finds(int streamIndex, SeekPoint point) {
    NativePacket packet = NativePacket.allocate();
    while (reader.read(packet)) {
      boolean isSought = packets.passOver(packet) == streamIndex;
      long passedBytes = packet.get().pos() - point.bytePosition();
      if (passedBytes > (isSought ? 0 : MAX_PACKET_BYTES)) {
        break;
      }
      if (isSought && passedBytes == 0 && packet.isKeyFrame()) {
        packets.startWith(packet, point.pts());
        return true;
      }
      packet.clear();
    }
    packet.close();
    return false;
  }
}
