package io.framemill.worker.media.assemble;

import io.framemill.protocol.media.Rational;
import io.framemill.protocol.media.TrackClock;
import io.framemill.worker.media.libav.AvRational;
import io.framemill.worker.media.libav.NativeFrame;
import io.framemill.worker.media.libav.NativePacket;
import io.framemill.worker.media.segment.SegmentFiles;
import io.framemill.worker.media.segment.SegmentReader;
import io.framemill.worker.media.source.Decoder;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.util.SortedSet;

/** Decodes pictures of an encoded rendition from some of its segments. Not thread-safe. */
final class RenditionPictures implements AutoCloseable {
  private static final int MILLIS_PER_SECOND = 1000;

  private final SegmentReader reader;
  private final Decoder decoder;
  private final boolean onlyKeyFrames;
  private final NativePacket packet = NativePacket.allocate();
  private boolean ended;

  private RenditionPictures(SegmentReader reader, Decoder decoder, boolean onlyKeyFrames) {
    this.reader = reader;
    this.decoder = decoder;
    this.onlyKeyFrames = onlyKeyFrames;
  }

  /**
   * Opens a range of segments.
   *
   * @param directory the rendition's
   * @param segments numbers of those that exist; at least one
   * @param onlyKeyFrames whether to decode only the first picture of each
   */
  static RenditionPictures open(
      Path directory, SortedSet<Integer> segments, boolean onlyKeyFrames) {
    SegmentReader reader = new SegmentReader(directory, new SegmentFiles(directory, segments));
    try {
      return new RenditionPictures(reader, Decoder.open(reader.stream()), onlyKeyFrames);
    } catch (RuntimeException e) {
      reader.close();
      throw e;
    }
  }

  /**
   * Decodes the next picture in place of what is in {@code frame}.
   *
   * @return false behind the last one
   */
  boolean next(NativeFrame frame) {
    while (!decoder.receive(frame)) {
      if (ended) {
        return false;
      }
      sendNext();
    }
    return true;
  }

  private void sendNext() {
    while (reader.read(packet)) {
      if (!onlyKeyFrames || packet.isKeyFrame()) {
        decoder.send(packet);
        return;
      }
    }
    ended = true;
    decoder.send(null);
  }

  /** Time base of the pictures. */
  Rational timeBase() {
    return AvRational.toRational(reader.stream().time_base());
  }

  /** PTS of a picture in whole milliseconds after the programme's origin. */
  long programmeMillis(NativeFrame frame) {
    TrackClock millis = TrackClock.ofAudio(MILLIS_PER_SECOND);
    long inTrack =
        timeBase()
            .rescale(frame.get().best_effort_timestamp(), millis.timeBase(), RoundingMode.FLOOR);
    return inTrack - millis.presentationTime(0);
  }

  @Override
  public void close() {
    packet.close();
    decoder.close();
    reader.close();
  }
}
