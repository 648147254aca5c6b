package io.framemill.worker.media.inspect.header;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_H264;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MPEG4;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_VP8;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_VP9;

import java.nio.ByteBuffer;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;

/**
 * Counts how many pictures a packet should give, by its headers and without decoding. Not
 * thread-safe.
 */
public interface PictureCounter extends AutoCloseable {
  /**
   * The number of pictures in the stream's next packet.
   *
   * @param packet not empty; not kept
   */
  int in(AVPacket packet);

  /** Receives the headers of the stream's next packet, before {@link #in}. */
  default void read(PictureHeaders headers) {}

  /** The bytes of a packet, valid as long as its data. */
  static ByteBuffer bytes(AVPacket packet) {
    return packet.data().capacity(packet.size()).asByteBuffer();
  }

  @Override
  default void close() {}

  /** The counter for a stream's codec. */
  static PictureCounter of(AVStream stream) {
    int codec = stream.codecpar().codec_id();
    if (codec == AV_CODEC_ID_H264) {
      return H264PictureCounter.open(stream.codecpar());
    }
    if (codec == AV_CODEC_ID_MPEG4) {
      return Mpeg4Headers.of(stream.codecpar());
    }
    if (codec == AV_CODEC_ID_VP8) {
      return packet -> VpxHeaders.isShownVp8(bytes(packet)) ? 1 : 0;
    }
    return codec == AV_CODEC_ID_VP9 ? packet -> VpxHeaders.shownVp9(bytes(packet)) : packet -> 1;
  }
}
