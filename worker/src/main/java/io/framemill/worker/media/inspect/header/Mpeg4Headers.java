package io.framemill.worker.media.inspect.header;

import java.nio.ByteBuffer;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;

/**
 * Counts the coded pictures (VOP) in packets of MPEG-4 Visual (ISO/IEC 14496-2, 6.2.3 and 6.2.5):
 * some packets contain two, and others repeat an earlier one. Not thread-safe.
 */
final class Mpeg4Headers implements PictureCounter {
  private static final int FIRST_LAYER_CODE = 0x20;
  private static final int LAST_LAYER_CODE = 0x2f;
  private static final int PICTURE_CODE = 0xb6;
  private static final int EXTENDED_ASPECT_RATIO = 15;
  private static final int BUFFER_PARAMETERS_BITS = 79;

  private int timeBits;

  private Mpeg4Headers() {}

  static Mpeg4Headers of(AVCodecParameters parameters) {
    Mpeg4Headers headers = new Mpeg4Headers();
    if (parameters.extradata_size() > 0) {
      headers.in(parameters.extradata().capacity(parameters.extradata_size()).asByteBuffer());
    }
    return headers;
  }

  @Override
  public int in(AVPacket packet) {
    return in(PictureCounter.bytes(packet));
  }

  private int in(ByteBuffer packet) {
    int pictures = 0;
    int zeros = 0;
    for (int i = 0; i < packet.limit() - 1; i++) {
      int octet = packet.get(i);
      if (octet == 1 && zeros >= 2) {
        pictures += read(packet.get(i + 1) & 0xff, new BitReader(packet, i + 2, packet.limit()));
      }
      zeros = octet == 0 ? zeros + 1 : 0;
    }
    return pictures;
  }

  private int read(int code, BitReader header) {
    if (code >= FIRST_LAYER_CODE && code <= LAST_LAYER_CODE) {
      readLayer(header);
    }
    return code == PICTURE_CODE && isCoded(header) ? 1 : 0;
  }

  private void readLayer(BitReader header) {
    header.skip(1 + 8); // random_accessible_vol, video_object_type_indication
    if (header.flag()) {
      header.skip(4 + 3); // verid, priority
    }
    if (header.bits(4) == EXTENDED_ASPECT_RATIO) {
      header.skip(8 + 8);
    }
    boolean hasControlParameters = header.flag();
    if (hasControlParameters) {
      header.skip(2 + 1); // chroma_format, low_delay
      if (header.flag()) {
        header.skip(BUFFER_PARAMETERS_BITS);
      }
    }
    header.skip(2 + 1); // shape, marker
    int resolution = (int) header.bits(16);
    timeBits = Math.max(1, Integer.SIZE - Integer.numberOfLeadingZeros(resolution - 1));
  }

  private boolean isCoded(BitReader header) {
    if (timeBits == 0) {
      return true;
    }
    header.skip(2); // vop_coding_type
    while (header.flag()) {
      // modulo_time_base: a one for each second
    }
    header.skip(1 + timeBits + 1);
    return header.flag() || header.isAtEnd();
  }
}
