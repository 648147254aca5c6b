package io.framemill.worker.media.inspect.header;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_H264;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_HEVC;

import java.nio.ByteBuffer;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;

/**
 * Reads the units before the first slice of a packet of MPEG-1, MPEG-2, H.264 or HEVC. Units follow
 * start codes or, in MP4 and Matroska, their length. Not thread-safe.
 */
final class HeaderUnits {
  /**
   * Sizes, aspect ratio and frame rate (ISO/IEC 13818-2, 6.2.2.1); the bit rate after them may
   * change.
   */
  private static final int SEQUENCE_HEADER_BYTES = 4;

  private static final int MPEG_SEQUENCE_HEADER = 0xb3;
  private static final int MPEG_USER_DATA = 0xb2;
  private static final int MPEG_FIRST_SLICE = 0x01;
  private static final int MPEG_LAST_SLICE = 0xaf;

  private static final int H264_LAST_SLICE = 5;
  private static final int H264_SEI = 6;
  private static final int H264_SPS = 7;

  private static final int HEVC_LAST_SLICE = 31;
  private static final int HEVC_SPS = 33;
  private static final int HEVC_SEI = 39;

  /** {@code ATSC_identifier} "GA94" and {@code cc_data} (ATSC A/53 part 4, 6.2.3). */
  private static final byte[] CAPTIONS = {'G', 'A', '9', '4', 3};

  /** Offset of the length size in configuration records of H.264 and HEVC (ISO/IEC 14496-15). */
  private static final int H264_LENGTH_OFFSET = 4;

  private static final int HEVC_LENGTH_OFFSET = 21;

  private final ByteBuffer packet;
  private final int codec;
  private final StringBuilder sequenceHeaders = new StringBuilder();
  private boolean captions;
  private boolean fields;

  private HeaderUnits(ByteBuffer packet, int codec) {
    this.packet = packet;
    this.codec = codec;
  }

  /**
   * Reads a packet.
   *
   * @param packet not kept
   */
  static HeaderUnits of(ByteBuffer packet, AVCodecParameters parameters) {
    HeaderUnits units = new HeaderUnits(packet, parameters.codec_id());
    int lengthBytes = lengthBytes(parameters);
    if (lengthBytes == 0) {
      units.readBehindStartCodes();
    } else {
      units.readBehindLengths(lengthBytes);
    }
    return units;
  }

  /** The bytes that determine the geometry, one character each; empty if there are none. */
  String sequenceHeaders() {
    return sequenceHeaders.toString();
  }

  /** Whether there are closed captions; a broadcast may send empty ones. */
  boolean hasCaptions() {
    return captions;
  }

  /** Whether an H.264 header allows pictures that are single fields. */
  boolean mayHaveFields() {
    return fields;
  }

  /**
   * Size of the length before units; 0 for start codes. The configuration record of MP4 and
   * Matroska starts with its version, 1 (ISO/IEC 14496-15, 5.3.3.1 and 8.3.3.1).
   */
  private static int lengthBytes(AVCodecParameters parameters) {
    int codec = parameters.codec_id();
    int offset = codec == AV_CODEC_ID_HEVC ? HEVC_LENGTH_OFFSET : H264_LENGTH_OFFSET;
    return (codec == AV_CODEC_ID_H264 || codec == AV_CODEC_ID_HEVC)
            && parameters.extradata_size() > offset
            && parameters.extradata().get(0) == 1
        ? (parameters.extradata().get(offset) & 3) + 1
        : 0;
  }

  private void readBehindStartCodes() {
    int zeros = 0;
    int start = -1;
    for (int i = 0; i + 1 < packet.limit(); i++) {
      int octet = packet.get(i);
      if (octet == 1 && zeros >= 2) {
        if (start >= 0) {
          read(start, i - zeros);
        }
        start = i + 1;
        if (isSlice(start)) {
          return;
        }
      }
      zeros = octet == 0 ? zeros + 1 : 0;
    }
    if (start >= 0) {
      read(start, packet.limit());
    }
  }

  private void readBehindLengths(int lengthBytes) {
    int start = lengthBytes;
    while (start < packet.limit()) {
      long length = 0;
      for (int i = start - lengthBytes; i < start; i++) {
        length = length << Byte.SIZE | packet.get(i) & 0xff;
      }
      if (isSlice(start) || length > packet.limit() - start) {
        return;
      }
      read(start, start + (int) length);
      start += (int) length + lengthBytes;
    }
  }

  private int type(int start) {
    int code = packet.get(start) & 0xff;
    if (codec == AV_CODEC_ID_H264) {
      return code & 0x1f;
    }
    return codec == AV_CODEC_ID_HEVC ? code >> 1 & 0x3f : code;
  }

  private boolean isSlice(int start) {
    int type = type(start);
    if (codec == AV_CODEC_ID_HEVC) {
      return type <= HEVC_LAST_SLICE;
    }
    return type >= MPEG_FIRST_SLICE
        && type <= (codec == AV_CODEC_ID_H264 ? H264_LAST_SLICE : MPEG_LAST_SLICE);
  }

  private void read(int start, int end) {
    int type = type(start);
    if (codec == AV_CODEC_ID_H264 || codec == AV_CODEC_ID_HEVC) {
      boolean isH264 = codec == AV_CODEC_ID_H264;
      if (type == (isH264 ? H264_SPS : HEVC_SPS)) {
        append(start, end);
        fields |= isH264 && !H264Sequence.isFramesOnly(packet, start, end);
      }
      captions |= type == (isH264 ? H264_SEI : HEVC_SEI) && hasCaptions(start, end);
    } else {
      if (type == MPEG_SEQUENCE_HEADER) {
        append(start, Math.min(end, start + 1 + SEQUENCE_HEADER_BYTES));
      }
      captions |= type == MPEG_USER_DATA && isCaptions(start + 1, end);
    }
  }

  private void append(int start, int end) {
    for (int i = start; i < end; i++) {
      sequenceHeaders.append((char) (packet.get(i) & 0xff));
    }
  }

  private boolean hasCaptions(int start, int end) {
    for (int i = start; i < end; i++) {
      if (isCaptions(i, end)) {
        return true;
      }
    }
    return false;
  }

  private boolean isCaptions(int start, int end) {
    for (int i = 0; i < CAPTIONS.length; i++) {
      if (start + i >= end || packet.get(start + i) != CAPTIONS[i]) {
        return false;
      }
    }
    return true;
  }
}
