package io.framemill.worker.media.picture;

import static org.bytedeco.ffmpeg.global.avutil.av_frame_move_ref;

import io.framemill.protocol.Rational;
import io.framemill.protocol.SeekPoint;
import io.framemill.protocol.Task;
import io.framemill.worker.media.feedback.BadSourceException;
import io.framemill.worker.media.feedback.MediaProgress;
import io.framemill.worker.media.libav.AvRational;
import io.framemill.worker.media.libav.NativeFrame;
import io.framemill.worker.media.source.InputFile;
import io.framemill.worker.media.source.StreamFacts;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Predicate;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.jspecify.annotations.Nullable;

/**
 * The pictures of one chunk in the order of their times: exactly those whose time lies in {@code
 * [start, end)}, wherever decoding has to begin for that. If the task changes the frame rate, the
 * last one before them comes first: it is still shown when the chunk begins. Not thread-safe.
 */
final class ChunkPictures implements Pictures, AutoCloseable {
  private static final long NOTHING = Long.MIN_VALUE;

  private final DecodedPictures decoded;
  private final MediaProgress progress;
  private final long decodedBefore;
  private final long startPts;
  private final long endPts;
  private final boolean carriesOver;
  private final int wantedBefore;
  private final Rational timeBase;
  private final long timelineEnd;

  /** The last pictures before the chunk, as many as are wanted. */
  private final Deque<NativeFrame> before = new ArrayDeque<>();

  private NativeFrame current;
  private @Nullable NativeFrame carried;
  private long firstPts;
  private boolean started;
  private boolean pending;
  private boolean followed;
  private boolean released;
  private long nextPts;

  private ChunkPictures(DecodedPictures decoded, Task.EncodeVideo task, MediaProgress progress) {
    this.decoded = decoded;
    this.decodedBefore = decoded.decoded();
    this.current = decoded.picture();
    this.progress = progress;
    this.startPts = task.startPts();
    this.firstPts = startPts;
    this.endPts = task.endPts();
    this.timeBase = task.timeline().timeBase();
    this.timelineEnd = task.timeline().endPts();
    this.carriesOver = task.frameRate() != null;
    this.wantedBefore = (carriesOver ? 1 : 0) + (task.deinterlace() ? 1 : 0);
  }

  /** Whether a chunk can be had from where the one before it ended. */
  static boolean canFollow(Task.EncodeVideo task) {
    return task.frameRate() == null && !task.deinterlace();
  }

  /**
   * Goes on where another chunk ended, if {@link #canFollow}.
   *
   * @param decoded stands at the first picture that is not before the chunk
   */
  static ChunkPictures following(
      DecodedPictures decoded, Task.EncodeVideo task, MediaProgress progress) {
    decoded.forgetDamageBefore(task.startPts());
    ChunkPictures pictures = new ChunkPictures(decoded, task, progress);
    pictures.pending = true;
    return pictures;
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
            openIf(
                source,
                task,
                progress,
                p -> p.decoded.seek(point, task.seekByBytes()) && p.startsEarlyEnough(point));
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
    DecodedPictures decoded = DecodedPictures.open(source, task.streamIndex());
    ChunkPictures pictures = new ChunkPictures(decoded, task, progress);
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
              decoded.sourceName(), actual, task.timeline().timeBase()));
    }
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
    if (wantedBefore == 0) {
      decoded.wantedFrom(startPts);
    }
    long first = NOTHING;
    while (read()) {
      if (decoded.pts() < trustedFrom) {
        continue;
      }
      first = first == NOTHING ? decoded.pts() : first;
      if (decoded.pts() >= startPts) {
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
    av_frame_move_ref(kept.get(), decoded.picture().get());
    before.addLast(kept);
  }

  /** The video stream, for its properties. */
  AVStream stream() {
    return decoded.stream();
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
    current = decoded.picture();
    if (pending || read()) {
      pending = false;
      nextPts = decoded.pts();
      followed = nextPts >= endPts;
      return !followed;
    }
    // The last picture's duration is believed as far as the inspection did.
    nextPts =
        Math.min(
            decoded.end(), Math.max(timelineEnd, decoded.pts() + StreamFacts.maxStill(timeBase)));
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
    return decoded.decoded() - decodedBefore;
  }

  /** Packets and pictures of the chunk that could not be decoded, or only in part, so far. */
  long damaged() {
    return decoded.damage().stream().filter(item -> isInside(item.pts())).count();
  }

  /** Packets outside the chunk that could not be decoded so far. */
  long damagedAround() {
    return decoded.damage().stream()
        .filter(item -> item.isPacket() && !isInside(item.pts()))
        .count();
  }

  private boolean isInside(long pts) {
    return pts >= startPts && pts < endPts;
  }

  private boolean read() {
    boolean any = decoded.next();
    progress.encoded(0, 0);
    return any;
  }

  /** Hands the decoder over to whoever calls, who closes it; {@link #close} leaves it open then. */
  DecodedPictures release() {
    released = true;
    return decoded;
  }

  @Override
  public void close() {
    before.forEach(NativeFrame::close);
    if (carried != null) {
      carried.close();
    }
    if (!released) {
      decoded.close();
    }
  }
}
