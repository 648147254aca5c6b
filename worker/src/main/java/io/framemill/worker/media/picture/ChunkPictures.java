package io.framemill.worker.media.picture;

import static org.bytedeco.ffmpeg.avutil.AVFrame.AV_FRAME_FLAG_CORRUPT;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_move_ref;

import io.framemill.protocol.Rational;
import io.framemill.protocol.SeekPoint;
import io.framemill.protocol.Task;
import io.framemill.worker.media.feedback.BadSourceException;
import io.framemill.worker.media.feedback.MediaProgress;
import io.framemill.worker.media.libav.AvRational;
import io.framemill.worker.media.libav.NativeFrame;
import io.framemill.worker.media.source.FrameReader;
import io.framemill.worker.media.source.InputFile;
import io.framemill.worker.media.source.StreamFacts;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Predicate;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.jspecify.annotations.Nullable;

/**
 * The pictures of one chunk in the order of their times: exactly those whose time lies in {@code
 * [start, end)}, wherever decoding has to begin for that. If the task changes the frame rate, the
 * last one before them comes first: it is still shown when the chunk begins. Not thread-safe.
 */
final class ChunkPictures implements Pictures, AutoCloseable {
  private static final long NOTHING = Long.MIN_VALUE;

  private final FrameReader reader;
  private final NativeFrame picture;
  private final MediaProgress progress;
  private final PictureTimes times;
  private final long startPts;
  private final long endPts;
  private final boolean counted;
  private final boolean carriesOver;
  private final int wantedBefore;
  private final Rational timeBase;
  private final long timelineEnd;
  private final NativeFrame ahead = NativeFrame.allocate();

  /** The last pictures before the chunk, as many as are wanted. */
  private final Deque<NativeFrame> before = new ArrayDeque<>();

  private NativeFrame current;
  private @Nullable NativeFrame carried;
  private long firstPts;
  private boolean hasAhead;
  private boolean started;
  private boolean pending;
  private boolean followed;
  private long damaged;
  private long damagedAround;
  private long decoded;
  private long nextPts;

  private ChunkPictures(
      FrameReader reader, NativeFrame picture, Task.EncodeVideo task, MediaProgress progress) {
    this.reader = reader;
    this.picture = picture;
    this.current = picture;
    this.progress = progress;
    this.counted = reader.demuxer().makesUpTimes();
    this.times =
        new PictureTimes(
            counted
                ? StreamFacts.countedDuration(reader.stream())
                : StreamFacts.pictureDuration(reader.stream()));
    this.startPts = task.startPts();
    this.firstPts = startPts;
    this.endPts = task.endPts();
    this.timeBase = task.timeline().timeBase();
    this.timelineEnd = task.timeline().endPts();
    this.carriesOver = task.frameRate() != null;
    this.wantedBefore = (carriesOver ? 1 : 0) + (task.deinterlace() ? 1 : 0);
    reader.onError(this::countError);
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
            openIf(source, task, progress, p -> p.seek(task, point) && p.startsEarlyEnough(point));
        if (pictures != null) {
          return pictures;
        }
      }
    }
    ChunkPictures pictures =
        openIf(source, task, progress, p -> p.readUpToStart(Long.MIN_VALUE) != NOTHING);
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
      return point.bytePosition() >= 0 && reader.demuxer().seekToByte(task.streamIndex(), point);
    }
    return reader.demuxer().seekToTime(task.streamIndex(), point.pts());
  }

  // A demuxer may land after the key frame that was asked for (MPEG-TS does, by time), and a
  // damaged key frame gives no picture.
  private boolean startsEarlyEnough(SeekPoint point) {
    long first = readUpToStart(point.pts());
    return wantedBefore > 0 ? before.size() == wantedBefore : first != NOTHING && first <= startPts;
  }

  /**
   * Reads up to the first picture that is not before the chunk.
   *
   * @param trustedFrom pictures before are passed over: those that are shown before the key frame
   *     that decoding started from may refer to ones that were not decoded
   * @return the time of the first picture, {@link #NOTHING} if there is none
   */
  private long readUpToStart(long trustedFrom) {
    long first = NOTHING;
    while (readAnywhere()) {
      if (times.last() < trustedFrom) {
        continue;
      }
      first = first == NOTHING ? times.last() : first;
      if (times.last() >= startPts) {
        pending = true;
        return first;
      }
      keepBefore();
    }
    return first;
  }

  private void keepBefore() {
    if (wantedBefore == 0) {
      return;
    }
    NativeFrame kept =
        before.size() == wantedBefore ? before.removeFirst() : NativeFrame.allocate();
    kept.clear();
    av_frame_move_ref(kept.get(), picture.get());
    before.addLast(kept);
  }

  /** The video stream, for its properties. */
  AVStream stream() {
    return reader.stream();
  }

  @Override
  public boolean next() {
    if (!started) {
      started = true;
      if (carriesOver && !before.isEmpty()) {
        carried = before.removeLast();
        current = carried;
        firstPts = carried.get().pts();
        return true;
      }
    }
    current = picture;
    if (pending || readAnywhere()) {
      pending = false;
      nextPts = times.last();
      followed = nextPts >= endPts;
      return !followed;
    }
    // The last picture's duration is believed as far as the inspection did.
    nextPts =
        Math.min(
            times.endOfLast(),
            Math.max(timelineEnd, times.last() + StreamFacts.maxStill(timeBase)));
    return false;
  }

  @Override
  public NativeFrame picture() {
    return current;
  }

  /** Once {@link #next} has been called: the time of the first picture, or the chunk's start. */
  long firstPts() {
    return firstPts;
  }

  /**
   * Once {@link #next} has been called, if the task is to deinterlace: the picture before the first
   * one; null if there is none.
   */
  @Nullable NativeFrame before() {
    return before.peekLast();
  }

  /** Once {@link #next} has returned false: whether {@link #picture} is the first one after it. */
  boolean hasFollower() {
    return followed;
  }

  /**
   * Once {@link #next} has returned false: when the chunk's last picture ends, which is when the
   * first one after it starts, if there is one.
   */
  @Override
  public long endOfLastPicture() {
    return nextPts;
  }

  /** Pictures decoded so far, those outside the chunk included. */
  long decoded() {
    return decoded;
  }

  /** Packets and pictures of the chunk that could not be decoded, or only in part, so far. */
  long damaged() {
    return damaged;
  }

  /** Packets outside the chunk that could not be decoded so far. */
  long damagedAround() {
    return damagedAround;
  }

  private void countError(long pts) {
    if (pts != PictureTimes.UNKNOWN && isInside(pts)) {
      damaged++;
    } else {
      damagedAround++;
    }
  }

  private boolean isInside(long pts) {
    return pts >= startPts && pts < endPts;
  }

  private boolean readAnywhere() {
    if (decoded == 0) {
      hasAhead = reader.next(ahead);
    }
    while (hasAhead) {
      picture.clear();
      av_frame_move_ref(picture.get(), ahead.get());
      hasAhead = reader.next(ahead);
      decoded++;
      progress.encoded(0, 0);
      if (acceptTime(picture.get())) {
        return true;
      }
    }
    return false;
  }

  private boolean acceptTime(AVFrame frame) {
    if (!(counted ? times.acceptNext() : acceptStated(frame))) {
      return false;
    }
    frame.pts(times.last());
    if (isBroken(frame) && isInside(times.last())) {
      damaged++;
    }
    return true;
  }

  private boolean acceptStated(AVFrame frame) {
    long following = hasAhead ? ahead.get().best_effort_timestamp() : PictureTimes.UNKNOWN;
    return times.accept(frame.best_effort_timestamp(), frame.duration(), following);
  }

  private static boolean isBroken(AVFrame frame) {
    return (frame.flags() & AV_FRAME_FLAG_CORRUPT) != 0 || frame.decode_error_flags() != 0;
  }

  @Override
  public void close() {
    ahead.close();
    before.forEach(NativeFrame::close);
    if (carried != null) {
      carried.close();
    }
    picture.close();
    reader.close();
  }
}
