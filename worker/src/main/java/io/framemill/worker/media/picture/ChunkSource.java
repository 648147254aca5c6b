package io.framemill.worker.media.picture;

import io.framemill.protocol.EncodeVideo;
import io.framemill.protocol.JobId;
import io.framemill.protocol.media.SeekPoint;
import io.framemill.worker.media.failure.BadSourceException;
import io.framemill.worker.media.failure.MediaProgress;
import io.framemill.worker.media.failure.TranscodeException;
import io.framemill.worker.media.source.InputFile;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Source of the pictures of chunks. Keeps the decoder of the last chunk: a chunk that starts where
 * it ended continues with it, without another seek. Not thread-safe.
 */
public final class ChunkSource implements AutoCloseable {
  private @Nullable Ended last;

  /**
   * A chunk that is done, and its decoder, positioned at the first picture after it, or at the end
   * of the source.
   */
  private record Ended(
      Path source, EncodeVideo task, DecodedPictures decoded, boolean sourceEnded) {
    boolean leadsTo(Path nextSource, EncodeVideo next) {
      return job(next).equals(job(task))
          && nextSource.equals(source)
          && next.video().streamIndex() == task.video().streamIndex()
          && next.timeline().equals(task.timeline())
          && next.outputTimes().equals(task.outputTimes())
          && next.startPts() == task.endPts();
    }
  }

  /**
   * Opens the pictures of a chunk; the caller closes them.
   *
   * @throws TranscodeException if they cannot be decoded
   */
  ChunkPictures open(Path source, EncodeVideo task, MediaProgress progress) {
    Ended ended = last;
    if (ended != null && ended.leadsTo(source, task)) {
      ChunkPictures following =
          ChunkPictures.following(ended.decoded(), ended.sourceEnded(), task, progress);
      if (following != null) {
        last = null;
        return following;
      }
    }
    close();
    return find(source, task, progress);
  }

  /**
   * Finds a position from which the chunk can be decoded completely: the first seek point of the
   * task that works, else the start of the source.
   *
   * @param progress called while decoding
   * @throws BadSourceException if no picture can be decoded, or the source is not the one of the
   *     task
   */
  private static ChunkPictures find(Path source, EncodeVideo task, MediaProgress progress) {
    if (task.firstSegment() > 1) {
      for (SeekPoint point : task.seekPoints()) {
        ChunkPictures pictures = openAt(point, source, task, progress);
        if (pictures != null) {
          return pictures;
        }
      }
    }
    ChunkPictures pictures = openAt(null, source, task, progress);
    if (pictures == null) {
      throw new BadSourceException("No picture of " + InputFile.nameOf(source) + " can be decoded");
    }
    return pictures;
  }

  private static @Nullable ChunkPictures openAt(
      @Nullable SeekPoint point, Path source, EncodeVideo task, MediaProgress progress) {
    boolean mayLeaveOut = task.frameRate() == null && !task.video().deinterlace();
    ChunkPictures pictures = ChunkPictures.openUnstarted(source, task, progress);
    ChunkPictures.Start start = start(pictures, point, task.chunk().seekByBytes(), mayLeaveOut);
    if (start == ChunkPictures.Start.LEFT_OUT) {
      pictures.close();
      pictures = ChunkPictures.openUnstarted(source, task, progress);
      start = start(pictures, point, task.chunk().seekByBytes(), false);
    }
    if (start == ChunkPictures.Start.GOOD) {
      return pictures;
    }
    pictures.close();
    return null;
  }

  private static ChunkPictures.Start start(
      ChunkPictures pictures, @Nullable SeekPoint point, boolean byBytes, boolean mayLeaveOut) {
    try {
      return pictures.start(point, byBytes, mayLeaveOut);
    } catch (RuntimeException e) {
      pictures.close();
      throw e;
    }
  }

  /** Keeps the decoder of a chunk that is done, if another chunk can start there. */
  void keep(Path source, EncodeVideo task, ChunkPictures chunk) {
    if (!task.isLast() && (chunk.hasFollower() || chunk.sourceEnded())) {
      last = new Ended(source, task, chunk.release(), chunk.sourceEnded());
    }
  }

  /** Closes the kept decoder if it belongs to another job. */
  public void forgetUnless(JobId job) {
    if (last != null && !job(last.task()).equals(job)) {
      close();
    }
  }

  private static JobId job(EncodeVideo task) {
    return task.attempt().job();
  }

  @Override
  public void close() {
    if (last != null) {
      last.decoded().close();
      last = null;
    }
  }
}
