package io.framemill.worker.media.inspect;

import static org.bytedeco.ffmpeg.avutil.AVFrame.AV_FRAME_FLAG_INTERLACED;
import static org.bytedeco.ffmpeg.global.avcodec.AV_FIELD_BB;
import static org.bytedeco.ffmpeg.global.avcodec.AV_FIELD_BT;
import static org.bytedeco.ffmpeg.global.avcodec.AV_FIELD_TB;
import static org.bytedeco.ffmpeg.global.avcodec.AV_FIELD_TT;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_DISCARD;
import static org.bytedeco.ffmpeg.global.avutil.AV_FRAME_DATA_A53_CC;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_side_data;

import io.framemill.protocol.media.Rational;
import io.framemill.protocol.media.SeekPoint;
import io.framemill.worker.media.inspect.header.PictureCounter;
import io.framemill.worker.media.inspect.header.PictureHeaders;
import io.framemill.worker.media.libav.NativePacket;
import io.framemill.worker.media.source.Decoder;
import io.framemill.worker.media.source.track.StreamProperties;
import java.math.RoundingMode;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/** Scans a video stream: counts pictures, finds their geometry and key frames. */
final class PictureScan extends StreamScan {
  /**
   * Orders streams like FFmpeg's default selection: default streams of the container first (in MP4,
   * enabled ones), then the largest, then the first.
   */
  static final Comparator<PictureScan> BEST_FIRST =
      Comparator.comparing((PictureScan scan) -> !StreamProperties.isDefault(scan.stream()))
          .thenComparing(PictureScan::pixels, Comparator.reverseOrder());

  /** More than one, because single pictures of an interlaced stream may be progressive. */
  private static final int PICTURES_TO_LOOK_AT = 5;

  private static final Rational SECOND = new Rational(1, 1);

  private static final Set<Integer> INTERLACED_ORDERS =
      Set.of(AV_FIELD_TT, AV_FIELD_BB, AV_FIELD_TB, AV_FIELD_BT);

  private final boolean counted;
  private final PictureTally tally = new PictureTally();
  private final ShapeScan shapes = new ShapeScan();
  private final SeekPoints keyFrames;
  private PictureCounter pictureCounter;
  private long countedFields;
  private boolean interlaced;
  private boolean captions;

  /**
   * @param pictureCounter closed with the scan
   * @param counted whether the pictures have no times of their own, so that they are counted
   */
  PictureScan(AVStream stream, Decoder decoder, PictureCounter pictureCounter, boolean counted) {
    super(stream, decoder, PICTURES_TO_LOOK_AT);
    this.counted = counted;
    this.keyFrames = new SeekPoints(SECOND.rescale(1, timeBase(), RoundingMode.CEILING));
    this.pictureCounter = pictureCounter;
  }

  @Override
  void codecChanged(AVStream from) {
    PictureCounter next = PictureCounter.of(from);
    pictureCounter.close();
    pictureCounter = next;
  }

  @Override
  void count(NativePacket packet, AVStream from) {
    PictureHeaders headers = PictureHeaders.of(packet, from);
    pictureCounter.read(headers);
    tally(packet.get());
    shapes.add(packet, headers.shape(), from);
    captions |= headers.hasCaptions();
  }

  private void tally(AVPacket packet) {
    int pictures = packet.size() == 0 ? 0 : pictureCounter.in(packet);
    for (int i = 0; i < pictures; i++) {
      if ((packet.flags() & AV_PKT_FLAG_DISCARD) != 0) {
        tally.addDropped();
      } else {
        tally.add(counted ? AV_NOPTS_VALUE : packet.pts());
      }
    }
  }

  @Override
  void measure(NativePacket packet) {
    AVPacket facts = packet.get();
    if (counted) {
      // The byte position of the packet is not known from its time, so it cannot be a seek point.
      long duration = StreamProperties.countedDuration(stream());
      long fields = StreamProperties.countedFields(stream(), facts.duration());
      span().add(countedFields * duration / 2, fields * duration / 2);
      countedFields += fields;
      return;
    }
    long pts = packet.ptsOrDts();
    if (packet.isKeyFrame() && pts != AV_NOPTS_VALUE) {
      keyFrames.add(pts, facts.pos());
    }
    super.measure(packet);
  }

  @Override
  void seen(AVFrame frame) {
    captions |= av_frame_get_side_data(frame, AV_FRAME_DATA_A53_CC) != null;
    interlaced |= (frame.flags() & AV_FRAME_FLAG_INTERLACED) != 0;
  }

  /** Size of the first picture; only if {@link #hasFrames}. */
  long pixels() {
    return (long) firstFrame().width() * firstFrame().height();
  }

  /** The geometry of most pictures; only if {@link #hasFrames}. */
  ShapeScan.Shape mainShape(long endPts) {
    return counted ? ShapeScan.Shape.of(firstFrame()) : shapes.main(firstFrame(), endPts);
  }

  /** The pictures, counted by packets. */
  PictureTally tally() {
    return tally;
  }

  List<SeekPoint> keyFrames() {
    return keyFrames.kept();
  }

  /**
   * Whether the stream's header or one of its first pictures is flagged as interlaced. Some
   * pictures may be progressive anyway.
   */
  boolean interlaced() {
    return interlaced || INTERLACED_ORDERS.contains(stream().codecpar().field_order());
  }

  /** Whether one of the first pictures or a key frame has closed captions (CEA-608 or 708). */
  boolean hasCaptions() {
    return captions;
  }

  @Override
  long startPts() {
    return counted ? 0 : super.startPts();
  }

  @Override
  public void close() {
    pictureCounter.close();
    super.close();
  }
}
