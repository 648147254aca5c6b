package io.framemill.worker.media.assemble;

import io.framemill.protocol.Task;
import io.framemill.protocol.TaskResult;
import io.framemill.protocol.media.Rational;
import io.framemill.protocol.media.TrackClock;
import io.framemill.protocol.rendition.AudioRendition;
import io.framemill.protocol.rendition.OutputLayout;
import io.framemill.protocol.storage.AtomicFile;
import io.framemill.worker.media.failure.BadSourceException;
import io.framemill.worker.media.failure.MediaProgress;
import io.framemill.worker.media.failure.OutputException;
import io.framemill.worker.media.libav.AvRational;
import io.framemill.worker.media.libav.NativePacket;
import io.framemill.worker.media.segment.OutputTree;
import io.framemill.worker.media.segment.SegmentFiles;
import io.framemill.worker.media.segment.SegmentReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Remuxes the segments of one video and one audio rendition into one MP4 file. Not thread-safe.
 *
 * <p>Presentation starts at 1 s in the segments and at 0 in the file. Reordered pictures have a DTS
 * before their PTS, by the minimum that is needed. The first DTS is therefore below 0, for which
 * the muxer writes an edit list.
 */
public final class Mp4Maker {
  private static final int PACKETS_PER_PROGRESS = 200;
  private static final long MILLIS_PER_SECOND = 1000;

  private final Task.Mux task;
  private final Path output;
  private final TrackClock clock;
  private final MediaProgress progress;
  private long frames;
  private long millis;

  private Mp4Maker(Task.Mux task, Path output, MediaProgress progress) {
    this.task = task;
    this.output = output;
    this.clock = TrackClock.ofVideo(task.timeline().timeBase());
    this.progress = progress;
  }

  /**
   * Runs the task.
   *
   * @param output the job's output directory, with the segments
   */
  public static TaskResult.Muxed run(Task.Mux task, Path output, MediaProgress progress) {
    return new Mp4Maker(task, output, progress).make();
  }

  private TaskResult.Muxed make() {
    Path file = output.resolve(OutputLayout.mp4(task.fileName()));
    try (RemuxedTrack picture =
            new RemuxedTrack(openPicture(), null, clock.presentationTime(0), decodeLead());
        RemuxedTrack sound = openSound()) {
      OutputTree.directory(output, OutputLayout.MP4_DIRECTORY);
      AtomicFile.write(file, temporary -> write(temporary, picture, sound));
      return new TaskResult.Muxed(
          Files.size(file),
          picture.packets(),
          picture.end() / clock.trackTicksPerTick(),
          sound == null ? 0 : sound.packets());
    } catch (IOException e) {
      throw new OutputException(file, e);
    }
  }

  private void write(Path file, RemuxedTrack picture, @Nullable RemuxedTrack sound) {
    List<RemuxedTrack> tracks = Stream.of(picture, sound).filter(t -> t != null).toList();
    try (Mp4Writer writer = new Mp4Writer(file, this::tell)) {
      tracks.forEach(track -> track.addTo(writer));
      writer.begin(clock.timescale());
      Optional<RemuxedTrack> next = next(tracks);
      while (next.isPresent()) {
        next.get().writeNext(writer);
        frames = picture.packets();
        millis = picture.end() * MILLIS_PER_SECOND / clock.timescale();
        next = next(tracks);
      }
      writer.finish();
    }
  }

  private static Optional<RemuxedTrack> next(List<RemuxedTrack> tracks) {
    return tracks.stream()
        .filter(RemuxedTrack::hasNext)
        .min(Comparator.comparingLong(RemuxedTrack::nextNanos));
  }

  private void tell() {
    progress.encoded(frames, millis);
  }

  /** By how much DTS can move forward so that no DTS is after its PTS. */
  private long decodeLead() {
    long least = Long.MAX_VALUE;
    long packets = 0;
    try (SegmentReader reader = openPicture();
        NativePacket packet = NativePacket.allocate()) {
      while (reader.read(packet)) {
        least = Math.min(least, packet.get().pts() - packet.get().dts());
        if (++packets % PACKETS_PER_PROGRESS == 0) {
          tell();
        }
      }
    }
    return clock.presentationTime(0) - least;
  }

  private SegmentReader openPicture() {
    Path directory = output.resolve(OutputLayout.video(task.video().name()));
    SegmentFiles files = new SegmentFiles(directory, task.timeline());
    if (files.isEmpty()) {
      throw new BadSourceException("There is no picture to put into " + task.fileName());
    }
    SegmentReader reader = new SegmentReader(directory, files);
    Rational actual = AvRational.toRational(reader.stream().time_base());
    if (!actual.equals(new Rational(1, clock.timescale()))) {
      reader.close();
      throw new IllegalStateException(
          directory + " has the time base " + actual + " instead of 1/" + clock.timescale());
    }
    return reader;
  }

  private @Nullable RemuxedTrack openSound() {
    AudioRendition audio = task.audio();
    if (audio == null) {
      return null;
    }
    Path directory = output.resolve(OutputLayout.audio(audio.name()));
    SegmentFiles files = new SegmentFiles(directory, task.timeline());
    if (files.isEmpty()) {
      return null;
    }
    long lead = TrackClock.ofAudio(audio.sampleRateHz()).presentationTime(0);
    return new RemuxedTrack(new SegmentReader(directory, files), audio.language(), lead, lead);
  }
}
