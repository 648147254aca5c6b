package io.framemill.worker.media.inspect;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_H264;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_HEVC;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MPEG1VIDEO;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MPEG2VIDEO;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_NEW_EXTRADATA;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_ref;

import io.framemill.protocol.Rational;
import io.framemill.worker.media.feedback.TranscodeException;
import io.framemill.worker.media.libav.AvRational;
import io.framemill.worker.media.libav.FfmpegException;
import io.framemill.worker.media.libav.NativeFrame;
import io.framemill.worker.media.libav.NativePacket;
import io.framemill.worker.media.source.Decoder;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.BytePointer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells which shape most of a stream's pictures have. A key frame is decoded only if its sequence
 * headers are others than before. Not thread-safe.
 */
final class ShapeScan {
  private static final Logger log = LoggerFactory.getLogger(ShapeScan.class);

  /** Headers of more kinds than these do not tell of shapes. */
  private static final int MAX_HEADERS = 100;

  private static final int SEQUENCE_HEADER_CODE = 0xb3;

  /** Sizes, aspect ratio and frame rate (ISO/IEC 13818-2, 6.2.2.1); bit rates behind may change. */
  private static final int SEQUENCE_HEADER_BYTES = 4;

  /**
   * The shape of a picture.
   *
   * @param aspectRatio width to height of one pixel as the codec says; 0 for nothing
   */
  record Shape(int widthPixels, int heightPixels, Rational aspectRatio) {
    static Shape of(AVFrame picture) {
      return new Shape(
          picture.width(), picture.height(), AvRational.toRational(picture.sample_aspect_ratio()));
    }
  }

  private final Map<String, Shape> byHeader = new HashMap<>();
  private final Map<Shape, Long> ticks = new LinkedHashMap<>();
  private @Nullable Shape current;
  private @Nullable String latestHeader;
  private long since;

  /**
   * Takes in a packet.
   *
   * @param pts its time
   * @param from the stream as libavformat has it
   */
  void add(NativePacket packet, long pts, AVStream from) {
    String header = header(packet, from);
    if (header.isEmpty() || header.equals(latestHeader)) {
      return;
    }
    latestHeader = header;
    if (!byHeader.containsKey(header) && byHeader.size() < MAX_HEADERS) {
      Shape decoded = decode(packet, from);
      if (decoded != null) {
        byHeader.put(header, decoded);
      }
    }
    Shape next = byHeader.get(header);
    if (next != null && !next.equals(current)) {
      countUntil(pts);
      current = next;
      since = pts;
    }
  }

  private void countUntil(long pts) {
    if (current != null) {
      ticks.merge(current, Math.max(0, pts - since), Long::sum);
    }
  }

  /**
   * The shape that lasts longest, the first one of several.
   *
   * @param first the first picture, whose shape it is if nothing else is known
   * @param endPts where the last picture ends
   */
  Shape main(AVFrame first, long endPts) {
    countUntil(endPts);
    since = endPts;
    return ticks.entrySet().stream()
        .max(Map.Entry.comparingByValue())
        .map(Map.Entry::getKey)
        .orElseGet(() -> Shape.of(first));
  }

  private static @Nullable Shape decode(NativePacket packet, AVStream from) {
    try (Decoder decoder = Decoder.open(from);
        NativePacket copy = NativePacket.allocate();
        NativeFrame picture = NativeFrame.allocate()) {
      FfmpegException.check("av_packet_ref", av_packet_ref(copy.get(), packet.get()));
      decoder.send(copy);
      boolean any = decoder.receive(picture);
      if (!any) {
        decoder.send(null);
        any = decoder.receive(picture);
      }
      return any ? Shape.of(picture.get()) : null;
    } catch (TranscodeException e) {
      log.debug("Decoding a key frame for its shape failed", e);
      return null;
    }
  }

  /** The bytes that tell of shapes, one character each; empty if there are none. */
  private static String header(NativePacket packet, AVStream from) {
    AVPacket data = packet.get();
    StringBuilder header = new StringBuilder();
    appendExtradata(packet, header);
    if (packet.isKeyFrame() && data.size() > 0 && !hasHeadersInContainer(from)) {
      appendHeaders(
          data.data().capacity(data.size()).asByteBuffer(), from.codecpar().codec_id(), header);
    }
    return header.toString();
  }

  /**
   * Whether packets hold no start codes: MP4 and Matroska keep the headers of H.264 and HEVC apart,
   * in a record that begins with its version, 1 (ISO/IEC 14496-15, 5.3.3.1 and 8.3.3.1).
   */
  private static boolean hasHeadersInContainer(AVStream stream) {
    int codec = stream.codecpar().codec_id();
    return (codec == AV_CODEC_ID_H264 || codec == AV_CODEC_ID_HEVC)
        && stream.codecpar().extradata_size() > 0
        && stream.codecpar().extradata().get(0) == 1;
  }

  private static void appendExtradata(NativePacket packet, StringBuilder header) {
    BytePointer extradata = packet.sideData(AV_PKT_DATA_NEW_EXTRADATA);
    for (long i = 0; extradata != null && i < extradata.capacity(); i++) {
      header.append((char) (extradata.get(i) & 0xff));
    }
  }

  /** Headers behind start codes, which only streams without a container of their own have. */
  private static void appendHeaders(ByteBuffer packet, int codec, StringBuilder header) {
    int zeros = 0;
    int left = 0;
    for (int i = 0; i < packet.limit(); i++) {
      int octet = packet.get(i) & 0xff;
      if (octet == 1 && zeros >= 2 && i + 1 < packet.limit()) {
        int code = packet.get(i + 1) & 0xff;
        if (isPictureData(code, codec)) {
          return;
        }
        left = lengthOfHeader(code, codec);
      } else if (left > 0) {
        left--;
        header.append((char) octet);
      }
      zeros = octet == 0 ? zeros + 1 : 0;
    }
  }

  private static boolean isPictureData(int code, int codec) {
    if (codec == AV_CODEC_ID_H264) {
      int type = code & 0x1f;
      return type >= 1 && type <= 5;
    }
    return codec == AV_CODEC_ID_HEVC ? (code >> 1 & 0x3f) < 32 : code == 0;
  }

  private static int lengthOfHeader(int code, int codec) {
    if (codec == AV_CODEC_ID_H264) {
      return (code & 0x1f) == 7 ? Integer.MAX_VALUE : 0;
    }
    if (codec == AV_CODEC_ID_HEVC) {
      return (code >> 1 & 0x3f) == 33 ? Integer.MAX_VALUE : 0;
    }
    boolean isSequence =
        (codec == AV_CODEC_ID_MPEG2VIDEO || codec == AV_CODEC_ID_MPEG1VIDEO)
            && code == SEQUENCE_HEADER_CODE;
    return isSequence ? 1 + SEQUENCE_HEADER_BYTES : 0;
  }
}
