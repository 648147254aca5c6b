package io.framemill.worker.media.inspect;

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
import io.framemill.worker.media.feedback.TranscodeException;
import io.framemill.worker.media.libav.AvRational;
import io.framemill.worker.media.libav.NativeFrame;
import io.framemill.worker.media.libav.NativePacket;
import io.framemill.worker.media.source.Decoder;
import io.framemill.worker.media.source.StreamFacts;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at one stream while a source is read through: times of all packets, and the first frames
 * that the decoder gives; the first one is where the stream really begins. Not thread-safe.
 */
final class StreamScan implements AutoCloseable {
  /**
   * Orders streams of pictures as FFmpeg chooses among them: those that the container marks as the
   * default ones (in MP4, those that are switched on), then the largest, then the first.
   */
  static final Comparator<StreamScan> BEST_FIRST =
      Comparator.comparing((StreamScan scan) -> !StreamFacts.isDefault(scan.stream))
          .thenComparing(StreamScan::pixels, Comparator.reverseOrder());

  /** Of a few pictures one may happen to be progressive in an interlaced stream. */
  private static final int PICTURES_TO_LOOK_AT = 5;

  private static final Logger log = LoggerFactory.getLogger(StreamScan.class);

  private static final Duration MAX_REORDER = Duration.ofSeconds(2);

  private static final Set<Integer> INTERLACED_ORDERS =
      Set.of(AV_FIELD_TT, AV_FIELD_BB, AV_FIELD_TB, AV_FIELD_BT);

  private final AVStream stream;
  private final Decoder decoder;
  private final NativeFrame first;
  private final NativeFrame later;
  private final int framesToLookAt;
  private final boolean counted;
  private final PacketSpan span = new PacketSpan();
  private final ConfirmedEnd confirmed;
  private final UndecodableParts undecodable = new UndecodableParts();
  private final String codecName;
  private int codecId;
  private PictureCounter pictureCounter;
  private final PictureTally tally = new PictureTally();
  private final SoundDuration soundDuration = new SoundDuration();
  private final ShapeScan shapes = new ShapeScan();
  private long packetsRead;
  private long countedFields;
  private final SeekPoints keyFrames;
  private long stepsBack;
  private boolean isBack;
  private boolean isDecodable = true;
  private int framesSeen;
  private boolean interlaced;
  private boolean captions;

  private StreamScan(AVStream stream, boolean timesAreMadeUp, Decoder decoder) {
    this.stream = stream;
    this.decoder = decoder;
    this.counted = isPicture() && timesAreMadeUp;
    this.codecName = StreamFacts.codecName(stream);
    this.codecId = stream.codecpar().codec_id();
    this.framesToLookAt = isPicture() ? PICTURES_TO_LOOK_AT : 1;
    this.confirmed = new ConfirmedEnd(timeBase());
    Rational second = new Rational(1, 1);
    this.keyFrames = new SeekPoints(second.rescale(1, timeBase(), RoundingMode.CEILING));
    this.pictureCounter = isPicture() ? PictureCounter.of(stream) : packet -> 0;
    this.first = NativeFrame.allocate();
    this.later = NativeFrame.allocate();
  }

  /**
   * Starts to look at a stream.
   *
   * @param timesAreMadeUp whether the pictures have no times of their own, so that they are counted
   * @throws TranscodeException if there is no decoder for it
   */
  static StreamScan open(AVStream stream, boolean timesAreMadeUp) {
    Decoder decoder = Decoder.open(stream);
    try {
      return new StreamScan(stream, timesAreMadeUp, decoder);
    } catch (RuntimeException e) {
      decoder.close();
      throw e;
    }
  }

  /**
   * Takes in the stream's next packet.
   *
   * @param from where libavformat has it from: its codec may differ from this stream's
   */
  void add(NativePacket packet, AVStream from) {
    packetsRead++;
    if (!StreamFacts.isSameCodec(from.codecpar().codec_id(), codecId)) {
      changeCodec(from);
    }
    if (!isDecodable) {
      undecodable.add(packet);
      return;
    }
    count(packet.get());
    if (isPicture()) {
      PictureHeaders headers = PictureHeaders.of(packet, from);
      shapes.add(packet, headers.shape(), from);
      captions |= headers.hasCaptions();
    } else {
      soundDuration.add(packet);
    }
    measure(packet);
    look(packet);
  }

  private void changeCodec(AVStream from) {
    codecId = from.codecpar().codec_id();
    isDecodable = Decoder.exists(from);
    undecodable.begin(StreamFacts.codecName(from));
    log.info(
        "The codec of stream {} changes from {} to {}",
        stream.index(),
        codecName,
        StreamFacts.codecName(from));
    if (isPicture()) {
      PictureCounter next = PictureCounter.of(from);
      pictureCounter.close();
      pictureCounter = next;
    }
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

  private void count(AVPacket packet) {
    int pictures =
        packet.size() == 0 ? 0 : pictureCounter.in(packet.data().capacity(packet.size()).asByteBuffer());
    for (int i = 0; i < pictures; i++) {
      if ((packet.flags() & AV_PKT_FLAG_DISCARD) != 0) {
        tally.addDropped();
      } else {
        tally.add(counted ? AV_NOPTS_VALUE : packet.pts());
      }
    }
  }

  private void measure(NativePacket packet) {
    AVPacket facts = packet.get();
    if (counted) {
      // A time says nothing of where the packet is, so none is a place to seek to.
      long duration = StreamFacts.countedDuration(stream);
      long fields = StreamFacts.countedFields(stream, facts.duration());
      span.add(countedFields * duration / 2, fields * duration / 2);
      countedFields += fields;
      return;
    }
    boolean shown = (facts.flags() & AV_PKT_FLAG_DISCARD) == 0;
    long pts = packet.ptsOrDts();
    if (pts == AV_NOPTS_VALUE) {
      span.addTimeless();
      return;
    }
    if (packet.isKeyFrame()) {
      keyFrames.add(pts, facts.pos());
    }
    if (shown) {
      countStepBack(pts);
      span.add(pts, facts.duration());
      confirmed.add(pts, facts.duration());
    }
  }

  // Pictures are reordered, but never over so long a time.
  private void countStepBack(long pts) {
    boolean back =
        span.hasTimes() && timeBase().toDuration(span.lastPts() - pts).compareTo(MAX_REORDER) > 0;
    if (back && !isBack) {
      stepsBack++;
    }
    isBack = back;
  }

  /** Places where time goes back, so that what follows cannot be shown. */
  long stepsBack() {
    return stepsBack;
  }

  /** Tells that there are no more packets. */
  void end() {
    look(null);
    undecodable.end();
  }

  /** Whether there is anything in the stream that can be shown or heard. */
  boolean hasFrames() {
    return framesSeen > 0 && span.hasTimes();
  }

  AVStream stream() {
    return stream;
  }

  boolean isPicture() {
    return stream.codecpar().codec_type() == AVMEDIA_TYPE_VIDEO;
  }

  /** The first frame; only if {@link #hasFrames}. */
  AVFrame firstFrame() {
    return first.get();
  }

  /** Size of the first picture; 0 for sound; only if {@link #hasFrames}. */
  long pixels() {
    return (long) firstFrame().width() * firstFrame().height();
  }

  Rational timeBase() {
    return AvRational.toRational(stream.time_base());
  }

  /** Packets so far, whatever is in them. */
  long packetsRead() {
    return packetsRead;
  }

  /** How long the sound in all packets lasts; only if {@link #hasFrames}. */
  long soundTicks() {
    return soundDuration.ticks(firstFrame(), timeBase());
  }

  /** The shape of most pictures; only if {@link #hasFrames}. */
  ShapeScan.Shape mainShape(long endPts) {
    return counted ? ShapeScan.Shape.of(firstFrame()) : shapes.main(firstFrame(), endPts);
  }

  /** How long parts in other codecs that have no decoder last, in ticks, by the codec's name. */
  Map<String, Long> undecodableTicks() {
    return undecodable.ticksByCodec();
  }

  /** libavcodec's name of the first codec. */
  String codecName() {
    return codecName;
  }

  PacketSpan span() {
    return span;
  }

  /** Its pictures, counted by packets; none for sound. */
  PictureTally tally() {
    return tally;
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

  /** Whether one of the first pictures or a key frame carries closed captions (CEA-608 or 708). */
  boolean hasCaptions() {
    return captions;
  }

  /** When the first frame is shown or heard, in ticks of the stream. */
  long startPts() {
    long pts = counted ? 0 : firstFrame().best_effort_timestamp();
    return pts == AV_NOPTS_VALUE || pts > lastPts() ? span.firstPts() : pts;
  }

  /** The latest time of a packet; of sound, the latest that is {@linkplain ConfirmedEnd true}. */
  long lastPts() {
    return isPicture()
        ? span.lastPts()
        : Math.min(span.lastPts(), confirmed.orElse(span.lastPts()));
  }

  /**
   * When the last one ends, exclusive. Of pictures all times are believed; of sound those that
   * {@linkplain ConfirmedEnd confirm each other}.
   *
   * @param usualDuration as for {@link PacketSpan#endPts}
   */
  long endPts(long usualDuration) {
    long end = span.lastPts() > lastPts() ? lastPts() : span.endPts(usualDuration);
    return Math.max(end, startPts() + 1);
  }

  @Override
  public void close() {
    later.close();
    first.close();
    pictureCounter.close();
    decoder.close();
  }
}
