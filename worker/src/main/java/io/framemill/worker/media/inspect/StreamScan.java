package io.framemill.worker.media.inspect;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_DISCARD;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;

import io.framemill.protocol.media.Rational;
import io.framemill.worker.media.failure.TranscodeException;
import io.framemill.worker.media.inspect.header.PictureCounter;
import io.framemill.worker.media.libav.AvRational;
import io.framemill.worker.media.libav.NativeFrame;
import io.framemill.worker.media.libav.NativePacket;
import io.framemill.worker.media.source.Decoder;
import io.framemill.worker.media.source.track.StreamProperties;
import java.util.Map;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Scans one stream while a source is read: times of all packets, and the first decoded frames; the
 * first one is the actual start of the stream. Not thread-safe.
 */
abstract class StreamScan implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(StreamScan.class);

  private static final long MAX_REORDER_MICROS = 2_000_000;

  private final AVStream stream;
  private final Rational timeBase;
  private final Decoder decoder;
  private final NativeFrame first;
  private final NativeFrame later;
  private final int framesToLookAt;
  private final PacketSpan span = new PacketSpan();
  private final UndecodableTime undecodable = new UndecodableTime();
  private final String codecName;
  private AVStream source;
  private AVCodecParameters sourceParameters;
  private int codecId;
  private long packetsRead;
  private long stepsBack;
  private boolean isBack;
  private boolean isDecodable = true;
  private int framesSeen;

  /**
   * @param decoder closed with the scan
   * @param framesToLookAt number of frames to decode, at least 1
   */
  StreamScan(AVStream stream, Decoder decoder, int framesToLookAt) {
    this.stream = stream;
    this.timeBase = AvRational.toRational(stream.time_base());
    this.source = stream;
    this.sourceParameters = stream.codecpar();
    this.decoder = decoder;
    this.framesToLookAt = framesToLookAt;
    this.codecName = StreamProperties.codecName(stream);
    this.codecId = sourceParameters.codec_id();
    this.first = NativeFrame.allocate();
    this.later = NativeFrame.allocate();
  }

  /**
   * Starts the scan of a video or audio stream.
   *
   * @param timesAreMadeUp whether the pictures have no times of their own, so that they are counted
   * @throws TranscodeException if there is no decoder for it
   */
  static StreamScan open(AVStream stream, boolean timesAreMadeUp) {
    Decoder decoder = Decoder.open(stream);
    try {
      return stream.codecpar().codec_type() == AVMEDIA_TYPE_VIDEO
          ? new PictureScan(stream, decoder, PictureCounter.of(stream), timesAreMadeUp)
          : new SoundScan(stream, decoder);
    } catch (RuntimeException e) {
      decoder.close();
      throw e;
    }
  }

  /**
   * Adds the stream's next packet.
   *
   * @param from libavformat's stream of the packet, whose codec may differ from this stream's
   */
  final void add(NativePacket packet, AVStream from) {
    packetsRead++;
    if (from != source) {
      source = from;
      sourceParameters = from.codecpar();
    }
    int codec = sourceParameters.codec_id();
    if (codec != codecId && !StreamProperties.isSameCodec(codec, codecId)) {
      changeCodec(from);
    }
    if (isDecodable) {
      count(packet, from);
      measure(packet);
      look(packet);
    } else {
      undecodable.add(packet);
    }
  }

  private void changeCodec(AVStream from) {
    codecId = from.codecpar().codec_id();
    isDecodable = Decoder.exists(from);
    undecodable.begin(StreamProperties.codecName(from));
    log.info(
        "The codec of stream {} changes from {} to {}",
        stream.index(),
        codecName,
        StreamProperties.codecName(from));
    codecChanged(from);
  }

  /** Called when the codec changes. */
  void codecChanged(AVStream from) {}

  /** Counts a packet that has a decoder. */
  abstract void count(NativePacket packet, AVStream from);

  /** Examines one of the first frames. */
  void seen(AVFrame frame) {}

  private void look(@Nullable NativePacket packet) {
    if (framesSeen == framesToLookAt) {
      return;
    }
    decoder.send(packet);
    while (framesSeen < framesToLookAt && decoder.receive(framesSeen == 0 ? first : later)) {
      seen(framesSeen == 0 ? first.get() : later.get());
      framesSeen++;
    }
  }

  /** Adds the time of a packet. */
  void measure(NativePacket packet) {
    long pts = packet.ptsOrDts();
    if (pts == AV_NOPTS_VALUE) {
      span.addTimeless();
    } else if ((packet.get().flags() & AV_PKT_FLAG_DISCARD) == 0) {
      countStepBack(pts);
      span.add(pts, packet.get().duration());
    }
  }

  // Pictures are reordered, but never by that much.
  private void countStepBack(long pts) {
    boolean back =
        span.hasTimes()
            && pts < span.lastPts()
            && timeBase.toMicros(span.lastPts() - pts) > MAX_REORDER_MICROS;
    if (back && !isBack) {
      stepsBack++;
    }
    isBack = back;
  }

  /** Number of places where time goes back, so that what follows cannot be shown. */
  final long stepsBack() {
    return stepsBack;
  }

  /** Ends the packets. */
  final void end() {
    look(null);
    undecodable.end();
  }

  /** Whether a frame was decoded. */
  final boolean hasFrames() {
    return framesSeen > 0 && span.hasTimes();
  }

  final AVStream stream() {
    return stream;
  }

  /** The first frame; only if {@link #hasFrames}. */
  final AVFrame firstFrame() {
    return first.get();
  }

  final Rational timeBase() {
    return timeBase;
  }

  /** Number of packets so far. */
  final long packetsRead() {
    return packetsRead;
  }

  /** Duration of parts in codecs without a decoder, in ticks, by the codec's name. */
  final Map<String, Long> undecodableTicks() {
    return undecodable.ticksByCodec();
  }

  /** libavcodec's name of the first codec. */
  final String codecName() {
    return codecName;
  }

  final PacketSpan span() {
    return span;
  }

  /** Time of the first frame, in ticks of the stream. */
  long startPts() {
    long pts = firstFrame().best_effort_timestamp();
    return pts == AV_NOPTS_VALUE || pts > lastPts() ? span.firstPts() : pts;
  }

  /** The latest trusted time of a packet. */
  long lastPts() {
    return span.lastPts();
  }

  /**
   * The end of the last packet, exclusive. All times of pictures are trusted; of audio, those that
   * {@linkplain SoundEnd confirm each other}.
   *
   * @param usualDuration as for {@link PacketSpan#endPts}
   */
  final long endPts(long usualDuration) {
    long end = span.lastPts() > lastPts() ? lastPts() : span.endPts(usualDuration);
    return Math.max(end, startPts() + 1);
  }

  @Override
  public void close() {
    later.close();
    first.close();
    decoder.close();
  }
}
