package io.framemill.worker.media;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_DISCARD;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;

import io.framemill.protocol.Rational;
import io.framemill.protocol.SeekPoint;
import java.math.RoundingMode;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/**
 * Looks at one stream while a source is read through: times of all packets, and the first frame
 * that the decoder gives, which is where the stream really begins. Not thread-safe.
 */
final class StreamScan implements AutoCloseable {
  private final AVStream stream;
  private final Decoder decoder;
  private final NativeFrame first;
  private final PacketSpan span = new PacketSpan();
  private final SeekPoints keyFrames;
  private boolean firstFound;

  private StreamScan(AVStream stream, Decoder decoder, NativeFrame first) {
    this.stream = stream;
    this.decoder = decoder;
    this.first = first;
    Rational second = new Rational(1, 1);
    this.keyFrames = new SeekPoints(second.rescale(1, timeBase(), RoundingMode.CEILING));
  }

  /**
   * Starts to look at a stream.
   *
   * @throws TranscodeException if there is no decoder for it
   */
  static StreamScan open(AVStream stream) {
    return new StreamScan(stream, Decoder.open(stream), NativeFrame.allocate());
  }

  /** Takes in the stream's next packet. */
  void add(NativePacket packet) {
    measure(packet);
    if (!firstFound) {
      decoder.send(packet);
      firstFound = decoder.receive(first);
    }
  }

  private void measure(NativePacket packet) {
    AVPacket facts = packet.get();
    boolean shown = (facts.flags() & AV_PKT_FLAG_DISCARD) == 0;
    long pts = facts.pts() == AV_NOPTS_VALUE ? facts.dts() : facts.pts();
    if (pts == AV_NOPTS_VALUE) {
      span.addTimeless();
      return;
    }
    if (packet.isKeyFrame()) {
      keyFrames.add(pts, facts.pos());
    }
    if (shown) {
      span.add(pts, facts.duration());
    }
  }

  /** Tells that there are no more packets. */
  void end() {
    if (!firstFound) {
      decoder.send(null);
      firstFound = decoder.receive(first);
    }
  }

  /** Whether there is anything in the stream that can be shown or heard. */
  boolean hasFrames() {
    return firstFound && span.hasTimes();
  }

  AVStream stream() {
    return stream;
  }

  /** The first frame; only if {@link #hasFrames}. */
  AVFrame firstFrame() {
    return first.get();
  }

  Rational timeBase() {
    return AvRational.toRational(stream.time_base());
  }

  PacketSpan span() {
    return span;
  }

  List<SeekPoint> keyFrames() {
    return keyFrames.kept();
  }

  /** When the first frame is shown or heard, in ticks of the stream. */
  long startPts() {
    long pts = firstFrame().best_effort_timestamp();
    return pts == AV_NOPTS_VALUE ? span.firstPts() : pts;
  }

  /**
   * When the last one ends, exclusive.
   *
   * @param usualDuration as for {@link PacketSpan#endPts}
   */
  long endPts(long usualDuration) {
    return Math.max(span.endPts(usualDuration), startPts() + 1);
  }

  @Override
  public void close() {
    first.close();
    decoder.close();
  }
}
