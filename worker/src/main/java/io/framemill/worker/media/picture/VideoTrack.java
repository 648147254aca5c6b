package io.framemill.worker.media.picture;

import static org.bytedeco.ffmpeg.global.avutil.AV_PICTURE_TYPE_I;
import static org.bytedeco.ffmpeg.global.avutil.AV_PICTURE_TYPE_NONE;

import io.framemill.protocol.EncodeVideo;
import io.framemill.protocol.media.Rational;
import io.framemill.protocol.media.Timeline;
import io.framemill.protocol.media.TrackClock;
import io.framemill.protocol.rendition.EncodedRendition;
import io.framemill.protocol.rendition.OutputLayout;
import io.framemill.protocol.rendition.VideoRendition;
import io.framemill.worker.media.color.OutputColor;
import io.framemill.worker.media.encoder.VideoEncoder;
import io.framemill.worker.media.failure.MediaProgress;
import io.framemill.worker.media.libav.Encoder;
import io.framemill.worker.media.libav.NativeFrame;
import io.framemill.worker.media.libav.NativePacket;
import io.framemill.worker.media.segment.DecodeDelay;
import io.framemill.worker.media.segment.SegmentCursor;
import io.framemill.worker.media.segment.SegmentWriter;
import io.framemill.worker.media.segment.TrackDirectory;
import io.framemill.worker.media.source.track.StreamProperties;
import java.nio.file.Path;
import org.bytedeco.ffmpeg.avformat.AVStream;

/** One rendition of a chunk: encodes its pictures and writes its segments. Not thread-safe. */
final class VideoTrack implements AutoCloseable {
  /**
   * Used if the source declares none. Without a rate, x264 takes the time base's ticks for
   * pictures.
   */
  private static final Rational USUAL_FRAME_RATE = new Rational(30, 1);

  private final VideoRendition rendition;
  private final VideoEncoder codec;
  private final TrackClock clock;
  private final long originPts;
  private final SegmentCursor pictureSegments;
  private final SegmentCursor packetSegments;
  private final Encoder encoder;
  private final SegmentWriter writer;
  private final NativePacket packet;
  private final NativeFrame picture;
  private final int leadOut;
  private int segment;

  /** Number of pictures that the encoder has not returned as packets. */
  private int owed;

  private VideoTrack(
      EncodeVideo task,
      VideoRendition rendition,
      VideoEncoder codec,
      TrackClock clock,
      Encoder encoder,
      SegmentWriter writer) {
    this.rendition = rendition;
    this.codec = codec;
    this.clock = clock;
    Timeline timeline = task.outputTimes().timeline();
    this.originPts = timeline.originPts();
    this.pictureSegments = segments(task, timeline);
    this.packetSegments = segments(task, timeline);
    this.encoder = encoder;
    this.writer = writer;
    this.packet = NativePacket.allocate();
    this.picture = NativeFrame.allocate();
    boolean goesOn = task.firstSegment() + task.segmentCount() <= timeline.segmentCount();
    this.leadOut = goesOn ? codec.leadOutPictures(rendition.encode().preset()) : 0;
  }

  /**
   * Opens a rendition and writes its init segment.
   *
   * @param output the job's output directory
   * @param source the stream that is encoded
   */
  static VideoTrack open(EncodeVideo task, VideoRendition rendition, Path output, AVStream source) {
    TrackDirectory directory = TrackDirectory.create(output, OutputLayout.video(rendition.name()));
    Rational timeBase = task.outputTimes().timeline().timeBase();
    Rational frameRate = frameRate(task, source);
    VideoEncoder codec = VideoEncoder.of(rendition.encode().codec());
    Encoder encoder =
        codec.open(rendition, OutputColor.of(task.video().color()), timeBase, frameRate);
    try {
      TrackClock clock = TrackClock.ofVideo(timeBase);
      long lead = DecodeDelay.of(codec.reorderedPictures(), clock, frameRate);
      SegmentWriter writer = new SegmentWriter(directory, clock, lead, encoder);
      return new VideoTrack(task, rendition, codec, clock, encoder, writer);
    } catch (RuntimeException e) {
      encoder.close();
      throw e;
    }
  }

  /** Pictures per second, about; the same for all chunks. */
  private static Rational frameRate(EncodeVideo task, AVStream source) {
    Rational asked = task.frameRate();
    if (asked != null) {
      return asked;
    }
    Rational stated = StreamProperties.statedFrameRate(source);
    return stated.numerator() == 0 ? USUAL_FRAME_RATE : stated;
  }

  private static SegmentCursor segments(EncodeVideo task, Timeline timeline) {
    return new SegmentCursor(
        timeline::segmentStartPts,
        task.firstSegment(),
        task.firstSegment() + task.segmentCount() - 1);
  }

  /** Frame for the next picture; holds the last one until then. */
  NativeFrame picture() {
    return picture;
  }

  /** Encodes {@link #picture}, which has the rendition's size and its time in output ticks. */
  void encode() {
    int pictureSegment = pictureSegments.segmentAt(picture.get().pts());
    send(pictureSegment != segment);
    segment = pictureSegment;
    owed++;
    while (writePacket()) {}
  }

  private void send(boolean asKeyFrame) {
    // Otherwise the encoder would copy the source's picture types.
    picture.get().pict_type(asKeyFrame ? AV_PICTURE_TYPE_I : AV_PICTURE_TYPE_NONE);
    encoder.send(picture);
  }

  /**
   * Ends the chunk.
   *
   * @param endPts end of the last picture, in ticks of the output
   * @param progress called while the encoder is flushed
   */
  EncodedRendition finish(long endPts, MediaProgress progress) {
    if (owed > 0) {
      leadOut(endPts, progress);
    }
    encoder.send(null);
    writePackets(progress);
    writer.finish(endPts - originPts);
    return new EncodedRendition(
        rendition.name(),
        codec.codecString(writer.init()),
        writer.initSha256(),
        clock.timeBase(),
        writer.written());
  }

  /**
   * Sends the last picture to the encoder several more times, the first time as a key frame like
   * that of the next chunk, because the encoder's lookahead decides on the quality of the last
   * pictures. The packets of the repeats stay in the encoder.
   */
  private void leadOut(long endPts, MediaProgress progress) {
    long lastPts = picture.get().pts();
    for (int i = 1; i <= leadOut; i++) {
      picture.get().pts(lastPts + i * (endPts - lastPts));
      send(i == 1);
      writePackets(progress);
    }
  }

  private void writePackets(MediaProgress progress) {
    while (writePacket()) {
      progress.encoded(0, 0);
    }
  }

  /** Writes the encoder's next packet; false if it has none now, or no more of the chunk. */
  private boolean writePacket() {
    if (owed == 0 || !encoder.receive(packet)) {
      return false;
    }
    owed--;
    long pts = packet.get().pts();
    packet.get().pts(pts - originPts);
    writer.add(packet, packetSegments.segmentAt(pts));
    return true;
  }

  @Override
  public void close() {
    picture.close();
    packet.close();
    writer.close();
    encoder.close();
  }
}
