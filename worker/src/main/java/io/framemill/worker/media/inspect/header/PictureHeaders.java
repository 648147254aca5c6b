package io.framemill.worker.media.inspect.header;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_AV1;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_H264;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_HEVC;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MPEG1VIDEO;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MPEG2VIDEO;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_VP8;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_VP9;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_NEW_EXTRADATA;

import io.framemill.worker.media.libav.NativePacket;
import java.nio.ByteBuffer;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.javacpp.BytePointer;

/**
 * Headers in the packet of a coded picture. The picture itself is not read.
 *
 * @param shape the bytes that determine the geometry, one character each; empty if the packet has
 *     none: then the geometry is unchanged
 * @param hasCaptions whether there are closed captions (ATSC A/53, CEA-608 or 708)
 * @param mayHaveFields whether an H.264 header allows pictures that are single fields
 */
public record PictureHeaders(String shape, boolean hasCaptions, boolean mayHaveFields) {
  private static final PictureHeaders NONE = new PictureHeaders("", false, false);

  /**
   * Reads the headers of a packet, only for key frames: different parameter sets take effect only
   * at a key frame (for H.264 ISO/IEC 14496-10, 7.4.1.2.1).
   */
  public static PictureHeaders of(NativePacket packet, AVStream from) {
    BytePointer data = packet.sideData(AV_PKT_DATA_NEW_EXTRADATA);
    boolean isKeyFrame = packet.isKeyFrame() && packet.get().size() > 0;
    if (data == null && !isKeyFrame) {
      return NONE;
    }
    int codec = from.codecpar().codec_id();
    PictureHeaders inside =
        isKeyFrame ? read(PictureCounter.bytes(packet.get()), codec, from) : NONE;
    return data == null ? inside : inside.behind(data.asByteBuffer(), codec);
  }

  private PictureHeaders behind(ByteBuffer extradata, int codec) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < extradata.limit(); i++) {
      text.append((char) (extradata.get(i) & 0xff));
    }
    return new PictureHeaders(
        text + shape,
        hasCaptions,
        mayHaveFields || (codec == AV_CODEC_ID_H264 && !H264Sequence.isFramesOnly(extradata)));
  }

  private static PictureHeaders read(ByteBuffer packet, int codec, AVStream from) {
    if (codec == AV_CODEC_ID_H264
        || codec == AV_CODEC_ID_HEVC
        || codec == AV_CODEC_ID_MPEG1VIDEO
        || codec == AV_CODEC_ID_MPEG2VIDEO) {
      HeaderUnits units = HeaderUnits.of(packet, from.codecpar());
      return new PictureHeaders(
          units.sequenceHeaders(), units.hasCaptions(), units.mayHaveFields());
    }
    if (codec == AV_CODEC_ID_VP8) {
      return new PictureHeaders(VpxHeaders.sizeOfVp8(packet), false, false);
    }
    if (codec == AV_CODEC_ID_VP9) {
      return new PictureHeaders(VpxHeaders.sizeOfVp9(packet), false, false);
    }
    return codec == AV_CODEC_ID_AV1
        ? new PictureHeaders(Av1Headers.sequenceHeaders(packet), false, false)
        : NONE;
  }
}
