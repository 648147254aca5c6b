package io.framemill.worker.media;

import io.framemill.protocol.Rational;
import io.framemill.protocol.SeekPoint;
import io.framemill.protocol.Task;
import java.nio.file.Path;
import java.util.function.Predicate;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.jspecify.annotations.Nullable;

/**
 * The pictures of one chunk in the order of their times: exactly those whose time lies in {@code
 * [start, end)}, wherever decoding has to begin for that. Not thread-safe.
 */
final class ChunkPictures implements AutoCloseable {
  private final FrameReader reader;
  private final NativeFrame picture;
  private final MediaProgress progress;
  private final PictureTimes times;
  private final long startPts;
  private final long endPts;
  private boolean firstIsPending;
  private long decoded;
  private long nextPts;

  private ChunkPictures(
      FrameReader reader, NativeFrame picture, Task.EncodeVideo task, MediaProgress progress) {
    this.reader = reader;
    this.picture = picture;
    this.progress = progress;
    this.times = new PictureTimes(StreamFacts.pictureDuration(reader.stream()));
    this.startPts = task.startPts();
    this.endPts = task.endPts();
  }

  /**
   * Finds a place from which the chunk can be decoded whole: the first of the task's seek points
   * that keeps its promise, else the beginning of the source.
   *
   * @param progress hears that decoding goes on
   * @throws BadSourceException if no picture at all can be decoded, or the source is not the one
   *     that the task was made for
   */
  static ChunkPictures open(Path source, Task.EncodeVideo task, MediaProgress progress) {
    if (task.firstSegment() > 1) {
      for (SeekPoint point : task.seekPoints()) {
        ChunkPictures pictures =
            openIf(source, task, progress, p -> p.seek(task, point) && p.startsEarlyEnough());
        if (pictures != null) {
          return pictures;
        }
      }
    }
    ChunkPictures pictures = openIf(source, task, progress, ChunkPictures::readFirst);
    if (pictures == null) {
      throw new BadSourceException("No picture of " + InputFile.nameOf(source) + " can be decoded");
    }
    return pictures;
  }

  private static @Nullable ChunkPictures openIf(
      Path source,
      Task.EncodeVideo task,
      MediaProgress progress,
      Predicate<ChunkPictures> isUsable) {
    FrameReader reader = FrameReader.open(source, task.streamIndex());
    ChunkPictures pictures = new ChunkPictures(reader, NativeFrame.allocate(), task, progress);
    boolean usable = false;
    try {
      pictures.requireTimeBase(task);
      usable = isUsable.test(pictures);
      return usable ? pictures : null;
    } finally {
      if (!usable) {
        pictures.close();
      }
    }
  }

  private void requireTimeBase(Task.EncodeVideo task) {
    Rational actual = AvRational.toRational(stream().time_base());
    if (!actual.equals(task.timeline().timeBase())) {
      throw new BadSourceException(
          String.format(
              "%s has the time base %s and had %s: has it changed?",
              reader.demuxer().sourceName(), actual, task.timeline().timeBase()));
    }
  }

  private boolean seek(Task.EncodeVideo task, SeekPoint point) {
    if (task.seekByBytes()) {
      return point.bytePosition() >= 0 && reader.demuxer().seekToByte(point.bytePosition());
    }
    return reader.demuxer().seekToTime(task.streamIndex(), point.pts());
  }

  // A demuxer may land after the key frame that was asked for (MPEG-TS does, by time), and a
  // damaged
  // key frame gives no picture.
  private boolean startsEarlyEnough() {
    return readFirst() && times.last() <= startPts;
  }

  private boolean readFirst() {
    firstIsPending = readAnywhere();
    return firstIsPending;
  }

  /** The format of the picture that was decoded last; there is one from the start. */
  PictureFormat format() {
    return PictureFormat.of(picture.get());
  }

  /** The video stream, for its properties. */
  AVStream stream() {
    return reader.stream();
  }

  /**
   * Goes to the chunk's next picture; {@link #picture} is it then.
   *
   * @return false at the end of the chunk
   */
  boolean next() {
    while (firstIsPending || readAnywhere()) {
      firstIsPending = false;
      nextPts = times.last();
      if (nextPts >= endPts) {
        return false;
      }
      if (nextPts >= startPts) {
        return true;
      }
    }
    nextPts = times.endOfLast();
    return false;
  }

  /** The picture, its {@code pts} set; whoever takes it away leaves an empty frame. */
  NativeFrame picture() {
    return picture;
  }

  /**
   * Once {@link #next} has returned false: when the chunk's last picture ends, which is when the
   * first one after it starts, if there is one.
   */
  long endOfLastPicture() {
    return nextPts;
  }

  /** Pictures decoded so far, those outside the chunk included. */
  long decoded() {
    return decoded;
  }

  /** Packets that could not be decoded so far. */
  long decodeErrors() {
    return reader.decodeErrors();
  }

  private boolean readAnywhere() {
    while (reader.next(picture)) {
      decoded++;
      progress.encoded(0, 0);
      AVFrame frame = picture.get();
      if (times.accept(frame.best_effort_timestamp(), frame.duration())) {
        frame.pts(times.last());
        return true;
      }
    }
    return false;
  }

  @Override
  public void close() {
    picture.close();
    reader.close();
  }
}
