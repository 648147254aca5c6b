package io.framemill.worker.media.inspect;

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
 * What the headers before a coded picture say, as far as its packet holds them. The picture itself
 * is not read.
 *
 * @param shape the bytes that tell of the shape of pictures, one character each; empty if there are
 *     none: then the shape is as before
 * @param hasCaptions whether there are closed captions (ATSC A/53, CEA-608 or 708)
 */
record PictureHeaders(String shape, boolean hasCaptions) {
  private static final PictureHeaders NONE = new PictureHeaders("", false);

  /** Of a packet; headers stand before key frames only. */
  static PictureHeaders of(NativePacket packet, AVStream from) {
    String extradata = extradata(packet);
    if (!packet.isKeyFrame() || packet.get().size() == 0) {
      return extradata.isEmpty() ? NONE : new PictureHeaders(extradata, false);
    }
    PictureHeaders inside =
        read(PictureCounter.bytes(packet.get()), from.codecpar().codec_id(), from);
    return new PictureHeaders(extradata + inside.shape, inside.hasCaptions);
  }

  private static PictureHeaders read(ByteBuffer packet, int codec, AVStream from) {
    if (codec == AV_CODEC_ID_H264
        || codec == AV_CODEC_ID_HEVC
        || codec == AV_CODEC_ID_MPEG1VIDEO
        || codec == AV_CODEC_ID_MPEG2VIDEO) {
      HeaderUnits units = HeaderUnits.of(packet, from.codecpar());
      return new PictureHeaders(units.sequenceHeaders(), units.hasCaptions());
    }
    if (codec == AV_CODEC_ID_VP8) {
      return new PictureHeaders(VpxHeaders.sizeOfVp8(packet), false);
    }
    if (codec == AV_CODEC_ID_VP9) {
      return new PictureHeaders(VpxHeaders.sizeOfVp9(packet), false);
    }
    return codec == AV_CODEC_ID_AV1
        ? new PictureHeaders(Av1Headers.sequenceHeaders(packet), false)
        : NONE;
  }

  private static String extradata(NativePacket packet) {
    BytePointer extradata = packet.sideData(AV_PKT_DATA_NEW_EXTRADATA);
    if (extradata == null) {
      return "";
    }
    StringBuilder text = new StringBuilder();
    for (long i = 0; i < extradata.capacity(); i++) {
      text.append((char) (extradata.get(i) & 0xff));
    }
    return text.toString();
  }
}
