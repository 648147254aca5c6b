package io.framemill.worker.media;

import io.framemill.protocol.SeekPoint;
import io.framemill.protocol.Task;
import java.nio.file.Path;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/**
 * The pictures of one chunk in the order of their times: exactly those whose time lies in {@code
 * [start, end)}, wherever decoding has to begin for that. Not thread-safe.
 */
final class ChunkPictures implements AutoCloseable {
  private final FrameReader reader;
  private final NativeFrame picture;
  private final PictureTimes times;
  private final long startPts;
  private final long endPts;
  private boolean firstIsPending;
  private long decoded;
  private long nextPts;

  private ChunkPictures(FrameReader reader, NativeFrame picture, Task.EncodeVideo task) {
    this.reader = reader;
    this.picture = picture;
    this.times = new PictureTimes(StreamFacts.pictureDuration(reader.stream()));
    this.startPts = task.startPts();
    this.endPts = task.endPts();
  }

  /**
   * Finds a place from which the chunk can be decoded whole: the first of the task's seek points
   * that keeps its promise, else the beginning of the source.
   *
   * @throws BadSourceException if no picture at all can be decoded
   */
  static ChunkPictures open(Path source, Task.EncodeVideo task) {
    if (task.firstSegment() > 1) {
      for (SeekPoint point : task.seekPoints()) {
        ChunkPictures pictures = read(source, task);
        if (pictures.seek(task, point) && pictures.readFirst() && pictures.startsEarlyEnough()) {
          return pictures;
        }
        pictures.close();
      }
    }
    ChunkPictures pictures = read(source, task);
    if (!pictures.readFirst()) {
      pictures.close();
      throw new BadSourceException("No picture of " + InputFile.nameOf(source) + " can be decoded");
    }
    return pictures;
  }

  private static ChunkPictures read(Path source, Task.EncodeVideo task) {
    return new ChunkPictures(
        FrameReader.open(source, task.streamIndex()), NativeFrame.allocate(), task);
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
    return times.last() <= startPts;
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
