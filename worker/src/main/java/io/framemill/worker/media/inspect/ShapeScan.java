package io.framemill.worker.media.inspect;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_ref;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;

import io.framemill.protocol.media.Rational;
import io.framemill.worker.media.failure.TranscodeException;
import io.framemill.worker.media.inspect.header.PictureHeaders;
import io.framemill.worker.media.libav.AvRational;
import io.framemill.worker.media.libav.FfmpegException;
import io.framemill.worker.media.libav.NativeFrame;
import io.framemill.worker.media.libav.NativePacket;
import io.framemill.worker.media.source.Decoder;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the geometry of most pictures of a stream. A key frame is decoded only if its sequence
 * headers differ from earlier ones. Not thread-safe.
 */
final class ShapeScan {
  private static final Logger log = LoggerFactory.getLogger(ShapeScan.class);

  /** Maximum number of different headers that are examined. */
  private static final int MAX_HEADERS = 100;

  /**
   * Geometry of a picture.
   *
   * @param aspectRatio sample aspect ratio declared by the codec; 0 for none
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
   * Adds a packet; one without a time is ignored.
   *
   * @param header its {@link PictureHeaders#shape}
   * @param from libavformat's stream of the packet
   */
  void add(NativePacket packet, String header, AVStream from) {
    long pts = packet.ptsOrDts();
    if (header.isEmpty() || header.equals(latestHeader) || pts == AV_NOPTS_VALUE) {
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
   * The geometry with the longest total duration, the first one of equals.
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
}
