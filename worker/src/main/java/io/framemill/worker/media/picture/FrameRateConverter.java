package io.framemill.worker.media.picture;

import static org.bytedeco.ffmpeg.global.avutil.av_frame_move_ref;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_ref;

import io.framemill.protocol.EncodeVideo;
import io.framemill.protocol.media.OutputTimes;
import io.framemill.worker.media.libav.FfmpegException;
import io.framemill.worker.media.libav.NativeFrame;

/**
 * Converts a chunk to a constant frame rate, by {@link OutputTimes}: each output picture is the
 * last one that has started, so some are duplicated and some dropped. The last picture of the
 * source is repeated until the programme ends. Not thread-safe.
 */
final class FrameRateConverter implements PictureStream, AutoCloseable {
  private final ChunkPictures chunk;
  private final PictureStream source;
  private final boolean converts;
  private final OutputTimes times;
  private final long programmeEnd;
  private final NativeFrame shown = NativeFrame.allocate();
  private final NativeFrame picture = NativeFrame.allocate();
  private long number;
  private long endNumber;
  private boolean sourceEnded;
  private boolean hasNext;
  private boolean hasShown;
  private long heldFrom = Long.MAX_VALUE;
  private long held;

  /**
   * @param chunk source of the pictures
   * @param source the same pictures, as they are to be shown
   */
  FrameRateConverter(ChunkPictures chunk, PictureStream source, EncodeVideo task) {
    this.chunk = chunk;
    this.source = source;
    this.converts = task.frameRate() != null;
    this.times = task.outputTimes();
    this.programmeEnd = task.timeline().endPts();
    this.number = times.timeline().segmentStartPts(task.firstSegment());
    this.endNumber =
        task.isLast()
            ? Long.MAX_VALUE
            : times.timeline().segmentStartPts(task.firstSegment() + task.segmentCount());
  }

  /** The pictures at the task's frame rate: the source itself if it keeps its times. */
  PictureStream pictures() {
    return converts ? this : source;
  }

  @Override
  public boolean next() {
    while (number < endNumber) {
      advance(times.lastBegunPts(number));
      if (number >= endNumber) {
        break;
      }
      long current = number++;
      if (hasShown) {
        show(current);
        return true;
      }
    }
    drain();
    return false;
  }

  /** Reads to the end of the chunk: its last pictures may be too short to be shown. */
  private void drain() {
    while (!sourceEnded) {
      hasNext = false;
      readAhead();
    }
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
        long end = source.endOfLastPicture();
        heldFrom = times.pictureCount(end);
        endNumber = Math.min(endNumber, times.pictureCount(Math.max(end, programmeEnd)));
      }
    }
  }

  private void show(long at) {
    picture.clear();
    FfmpegException.check("av_frame_ref", av_frame_ref(picture.get(), shown.get()));
    picture.get().pts(at).duration(1);
    held += at >= heldFrom ? 1 : 0;
  }

  /** Number of pictures so far that repeat the source's last one after its end. */
  long held() {
    return held;
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
