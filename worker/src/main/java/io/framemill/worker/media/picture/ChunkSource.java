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
 * Where chunks get their pictures from. Keeps the decoder of the last chunk: one that begins where
 * that ended goes on from there, and nothing is looked for or decoded twice. Not thread-safe.
 */
public final class ChunkSource implements AutoCloseable {
  private @Nullable Ended last;

  /**
   * A chunk that is done, and its decoder, which stands at the first picture behind it, or at the
   * end of the source.
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
   * The pictures of a chunk; whoever calls closes them.
   *
   * @throws TranscodeException if they cannot be had
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
   * Finds a place from which the chunk can be decoded whole: the first of the task's seek points
   * that keeps its promise, else the beginning of the source.
   *
   * @param progress hears that decoding goes on
   * @throws BadSourceException if no picture at all can be decoded, or the source is not the one
   *     that the task was made for
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

  /** Takes over the decoder of a chunk that is done, if another chunk can begin there. */
  void keep(Path source, EncodeVideo task, ChunkPictures chunk) {
    if (!task.isLast() && (chunk.hasFollower() || chunk.sourceEnded())) {
      last = new Ended(source, task, chunk.release(), chunk.sourceEnded());
    }
  }

  /** Closes what is kept for a chunk of another job than that. */
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
