package io.framemill.worker.media;

import static org.bytedeco.ffmpeg.avutil.AVFrame.AV_FRAME_FLAG_INTERLACED;
import static org.bytedeco.ffmpeg.global.avcodec.AV_FIELD_BB;
import static org.bytedeco.ffmpeg.global.avcodec.AV_FIELD_BT;
import static org.bytedeco.ffmpeg.global.avcodec.AV_FIELD_TB;
import static org.bytedeco.ffmpeg.global.avcodec.AV_FIELD_TT;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_DISCARD;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.AV_FRAME_DATA_A53_CC;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_side_data;

import io.framemill.protocol.Rational;
import io.framemill.protocol.SeekPoint;
import java.math.RoundingMode;
import java.util.List;
import java.util.Set;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.jspecify.annotations.Nullable;

/**
 * Looks at one stream while a source is read through: times of all packets, and the first frames
 * that the decoder gives; the first one is where the stream really begins. Not thread-safe.
 */
final class StreamScan implements AutoCloseable {
  /** Of a few pictures one may happen to be progressive in an interlaced stream. */
  private static final int PICTURES_TO_LOOK_AT = 5;

  private static final Set<Integer> INTERLACED_ORDERS =
      Set.of(AV_FIELD_TT, AV_FIELD_BB, AV_FIELD_TB, AV_FIELD_BT);

  private final AVStream stream;
  private final Decoder decoder;
  private final NativeFrame first;
  private final NativeFrame later = NativeFrame.allocate();
  private final int framesToLookAt;
  private final PacketSpan span = new PacketSpan();
  private final SeekPoints keyFrames;
  private int framesSeen;
  private boolean interlaced;
  private boolean captions;

  private StreamScan(AVStream stream, Decoder decoder, NativeFrame first) {
    this.stream = stream;
    this.decoder = decoder;
    this.first = first;
    boolean video = stream.codecpar().codec_type() == AVMEDIA_TYPE_VIDEO;
    this.framesToLookAt = video ? PICTURES_TO_LOOK_AT : 1;
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
    look(packet);
  }

  private void look(@Nullable NativePacket packet) {
    if (framesSeen == framesToLookAt) {
      return;
    }
    decoder.send(packet);
    while (framesSeen < framesToLookAt && decoder.receive(framesSeen == 0 ? first : later)) {
      AVFrame frame = framesSeen == 0 ? first.get() : later.get();
      captions |= av_frame_get_side_data(frame, AV_FRAME_DATA_A53_CC) != null;
      interlaced |= (frame.flags() & AV_FRAME_FLAG_INTERLACED) != 0;
      framesSeen++;
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
    look(null);
  }

  /** Whether there is anything in the stream that can be shown or heard. */
  boolean hasFrames() {
    return framesSeen > 0 && span.hasTimes();
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

  /**
   * Whether the stream's header or one of its first pictures says that there are two fields in a
   * picture. Some pictures may hold one all the same.
   */
  boolean interlaced() {
    return interlaced || INTERLACED_ORDERS.contains(stream.codecpar().field_order());
  }

  /** Whether one of the first pictures carries closed captions (CEA-608 or 708). */
  boolean hasCaptions() {
    return captions;
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
    later.close();
    first.close();
    decoder.close();
  }
}
