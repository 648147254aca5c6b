package io.framemill.worker.media.inspect;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_DOVI_CONF;

import io.framemill.worker.media.source.track.StreamProperties;
import org.bytedeco.ffmpeg.avcodec.AVPacketSideData;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.jspecify.annotations.Nullable;

/**
 * Dolby Vision configuration of a stream ("Dolby Vision Streams Within the ISO Base Media File
 * Format", 3.2).
 *
 * @param profile Dolby's profile number
 * @param hasBase whether the stream has a base layer, which can be shown without another stream
 * @param compatibility Dolby's number for the compatibility of the base layer with other decoders;
 *     0 for none
 */
record DolbyVision(int profile, boolean hasBase, int compatibility) {
  // AVDOVIDecoderConfigurationRecord of libavutil, one byte for each field.
  private static final int PROFILE = 2;
  private static final int BASE_PRESENT = 6;
  private static final int COMPATIBILITY = 7;
  private static final int LENGTH = 8;

  /** Null if the stream declares none. */
  static @Nullable DolbyVision of(AVStream stream) {
    AVPacketSideData data = StreamProperties.sideData(stream.codecpar(), AV_PKT_DATA_DOVI_CONF);
    return data == null || data.size() < LENGTH
        ? null
        : new DolbyVision(
            data.data().get(PROFILE),
            data.data().get(BASE_PRESENT) != 0,
            data.data().get(COMPATIBILITY));
  }

  /**
   * Whether only a Dolby Vision decoder shows correct colours. Profiles older than the
   * compatibility field have 0 there but are compatible.
   */
  boolean isClosed() {
    return hasBase && (profile == 5 || (profile >= 10 && compatibility == 0));
  }
}
