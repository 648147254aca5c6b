package io.framemill.worker.media.picture;

import static org.bytedeco.ffmpeg.global.avutil.AV_PICTURE_TYPE_I;
import static org.bytedeco.ffmpeg.global.avutil.AV_PICTURE_TYPE_NONE;

import io.framemill.protocol.EncodedRendition;
import io.framemill.protocol.Rational;
import io.framemill.protocol.Task;
import io.framemill.protocol.Timeline;
import io.framemill.protocol.TrackClock;
import io.framemill.protocol.VideoRendition;
import io.framemill.worker.media.color.OutputColor;
import io.framemill.worker.media.feedback.MediaProgress;
import io.framemill.worker.media.libav.Encoder;
import io.framemill.worker.media.libav.NativeFrame;
import io.framemill.worker.media.libav.NativePacket;
import io.framemill.worker.media.segment.CodecString;
import io.framemill.worker.media.segment.DecodeLead;
import io.framemill.worker.media.segment.SegmentCursor;
import io.framemill.worker.media.segment.SegmentWriter;
import io.framemill.worker.media.segment.TrackDirectory;
import java.nio.file.Path;
import org.bytedeco.ffmpeg.avformat.AVStream;

/** One rendition of a chunk: encodes its pictures and writes its segments. Not thread-safe. */
final class VideoTrack implements AutoCloseable {
  private final VideoRendition rendition;
  private final TrackClock clock;
  private final long originPts;
  private final SegmentCursor pictureSegments;
  private final SegmentCursor packetSegments;
  private final Encoder encoder;
  private final SegmentWriter writer;
  private final NativePacket packet;
  private int segment;

  private VideoTrack(
      Task.EncodeVideo task,
      VideoRendition rendition,
      TrackClock clock,
      Encoder encoder,
      SegmentWriter writer) {
    this.rendition = rendition;
    this.clock = clock;
    Timeline timeline = task.outputTimes().timeline();
    this.originPts = timeline.originPts();
    this.pictureSegments = segments(task, timeline);
    this.packetSegments = segments(task, timeline);
    this.encoder = encoder;
    this.writer = writer;
    this.packet = NativePacket.allocate();
  }

  /**
   * Opens a rendition and writes its init segment.
   *
   * @param output the job's output directory
   * @param source the stream that is encoded
   */
  static VideoTrack open(
      Task.EncodeVideo task, VideoRendition rendition, Path output, AVStream source) {
    TrackDirectory directory = TrackDirectory.create(output, "video", rendition.name());
    Rational timeBase = task.outputTimes().timeline().timeBase();
    Rational frameRate = frameRate(task, source);
    Encoder encoder =
        VideoEncoders.open(rendition, OutputColor.of(task.color()), timeBase, frameRate);
    try {
      TrackClock clock = TrackClock.ofVideo(timeBase);
      long lead = DecodeLead.of(rendition.encode().codec(), clock, frameRate);
      SegmentWriter writer = new SegmentWriter(directory, clock, lead, encoder);
      return new VideoTrack(task, rendition, clock, encoder, writer);
    } catch (RuntimeException e) {
      encoder.close();
      throw e;
    }
  }

  private static Rational frameRate(Task.EncodeVideo task, AVStream source) {
    Rational asked = task.frameRate();
    return asked == null ? VideoEncoders.frameRate(source) : asked;
  }

  private static SegmentCursor segments(Task.EncodeVideo task, Timeline timeline) {
    return new SegmentCursor(
        timeline::segmentStartPts,
        task.firstSegment(),
        task.firstSegment() + task.segmentCount() - 1);
  }

  /**
   * Encodes the next picture, which has the rendition's size and its time in ticks of the output.
   */
  void encode(NativeFrame picture) {
    int pictureSegment = pictureSegments.segmentAt(picture.get().pts());
    // Without NONE the encoder would copy the source's picture types.
    picture.get().pict_type(pictureSegment == segment ? AV_PICTURE_TYPE_NONE : AV_PICTURE_TYPE_I);
    segment = pictureSegment;
    encoder.send(picture);
    while (writePacket()) {}
  }

  /**
   * Ends the chunk.
   *
   * @param endPts when the last picture ends, in ticks of the output
   * @param progress hears that the pictures that the encoder still holds are encoded
   */
  EncodedRendition finish(long endPts, MediaProgress progress) {
    encoder.send(null);
    while (writePacket()) {
      progress.encoded(0, 0);
    }
    writer.finish(endPts - originPts);
    return new EncodedRendition(
        rendition.name(),
        CodecString.of(writer.init()),
        writer.initSha256(),
        clock.timeBase(),
        writer.written());
  }

  /** Writes the encoder's next packet; false if it has none now. */
  private boolean writePacket() {
    if (!encoder.receive(packet)) {
      return false;
    }
    long pts = packet.get().pts();
    packet.get().pts(pts - originPts);
    writer.add(packet, packetSegments.segmentAt(pts));
    return true;
  }

  @Override
  public void close() {
    packet.close();
    writer.close();
    encoder.close();
  }
}
