package io.framemill.worker.media.picture;

import static org.bytedeco.ffmpeg.global.avutil.av_frame_move_ref;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_ref;

import io.framemill.protocol.OutputTimes;
import io.framemill.protocol.Task;
import io.framemill.worker.media.libav.FfmpegException;
import io.framemill.worker.media.libav.NativeFrame;

/**
 * Shows the pictures of a chunk at a constant frame rate, by {@link OutputTimes}: each output
 * picture is the last one that has begun, so some come out twice and some not at all. Not
 * thread-safe.
 */
final class FrameRateConverter implements Pictures, AutoCloseable {
  private final ChunkPictures chunk;
  private final Pictures source;
  private final boolean converts;
  private final OutputTimes times;
  private final NativeFrame shown = NativeFrame.allocate();
  private final NativeFrame picture = NativeFrame.allocate();
  private long number;
  private long endNumber;
  private boolean sourceEnded;
  private boolean hasNext;
  private boolean hasShown;

  /**
   * @param chunk where the pictures come from
   * @param source the same pictures, as they are to be shown
   */
  FrameRateConverter(ChunkPictures chunk, Pictures source, Task.EncodeVideo task) {
    this.chunk = chunk;
    this.source = source;
    this.converts = task.frameRate() != null;
    this.times = task.outputTimes();
    this.number = times.timeline().segmentStartPts(task.firstSegment());
    this.endNumber =
        task.isLast()
            ? Long.MAX_VALUE
            : times.timeline().segmentStartPts(task.firstSegment() + task.segmentCount());
  }

  /** The pictures as the task wants them: the source itself if it keeps its times. */
  Pictures pictures() {
    return converts ? this : source;
  }

  @Override
  public boolean next() {
    while (number < endNumber) {
      advance(times.lastBegunPts(number));
      if (number >= endNumber) {
        return false;
      }
      long current = number++;
      if (hasShown) {
        show(current);
        return true;
      }
    }
    return false;
  }

  private void advance(long lastBegun) {
    readAhead();
    while (hasNext && source.picture().get().pts() <= lastBegun) {
      shown.clear();
      av_frame_move_ref(shown.get(), source.picture().get());
      hasShown = true;
      hasNext = false;
      readAhead();
    }
  }

  private void readAhead() {
    if (hasNext || sourceEnded) {
      return;
    }
    hasNext = source.next();
    if (!hasNext) {
      sourceEnded = true;
      if (!chunk.hasFollower()) {
        endNumber = Math.min(endNumber, times.pictureCount(source.endOfLastPicture()));
      }
    }
  }

  private void show(long at) {
    picture.clear();
    FfmpegException.check("av_frame_ref", av_frame_ref(picture.get(), shown.get()));
    picture.get().pts(at).duration(1);
  }

  @Override
  public NativeFrame picture() {
    return picture;
  }

  @Override
  public long endOfLastPicture() {
    return endNumber;
  }

  @Override
  public void close() {
    picture.close();
    shown.close();
  }
}
