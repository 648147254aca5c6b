package io.framemill.worker.media.picture;

import io.framemill.protocol.EncodeVideo;
import io.framemill.protocol.media.Rational;
import io.framemill.protocol.media.SeekPoint;
import io.framemill.worker.media.failure.BadSourceException;
import io.framemill.worker.media.failure.MediaProgress;
import io.framemill.worker.media.libav.AvRational;
import io.framemill.worker.media.libav.NativeFrame;
import io.framemill.worker.media.source.track.StreamProperties;
import java.nio.file.Path;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.jspecify.annotations.Nullable;

/**
 * The pictures of one chunk in presentation order: exactly those whose time lies in {@code [start,
 * end)}, wherever decoding has to start. If the task changes the frame rate, or the source ends
 * before the chunk, the last picture before them comes first, because it is still shown. Not
 * thread-safe.
 */
final class ChunkPictures implements PictureStream, AutoCloseable {
  private static final long NOTHING = Long.MIN_VALUE;

  private final DecodedPictures decoded;
  private final MediaProgress progress;
  private final long decodedBefore;
  private final long startPts;
  private final long endPts;
  private final boolean carriesOver;
  private final Rational timeBase;
  private final long timelineEnd;

  private NativeFrame current;
  private @Nullable NativeFrame carried;
  private boolean started;
  private boolean pending;
  private boolean followed;
  private boolean sourceEnded;
  private boolean released;
  private long inChunk;
  private long nextPts;

  /** Result of decoding from a seek point. */
  enum Start {
    GOOD,
    /** Pictures that the chunk needs were not decoded. */
    TOO_LATE,
    /** Needed pictures were skipped, because the need was not known. */
    LEFT_OUT
  }

  private ChunkPictures(DecodedPictures decoded, EncodeVideo task, MediaProgress progress) {
    this.decoded = decoded;
    this.decodedBefore = decoded.decoded();
    this.current = decoded.picture();
    this.progress = progress;
    this.startPts = task.startPts();
    this.endPts = task.endPts();
    this.carriesOver = task.frameRate() != null;
    this.timeBase = task.timeline().timeBase();
    this.timelineEnd = task.timeline().endPts();
  }

  /**
   * Continues where the previous chunk ended; null if a picture before the chunk is needed that was
   * not kept.
   *
   * @param decoded positioned at the first picture that is not before the chunk, or at the end
   * @param hasEnded whether it stands at the end
   */
  static @Nullable ChunkPictures following(
      DecodedPictures decoded, boolean hasEnded, EncodeVideo task, MediaProgress progress) {
    ChunkPictures pictures = new ChunkPictures(decoded, task, progress);
    pictures.pending = !hasEnded;
    if (pictures.neededBefore() > pictures.knownBefore()) {
      return null;
    }
    decoded.forgetBefore(task.startPts());
    return pictures;
  }

  /**
   * Opens the source; {@link #start} still has to find the start.
   *
   * @throws BadSourceException if the source is not the one of the task
   */
  static ChunkPictures openUnstarted(Path source, EncodeVideo task, MediaProgress progress) {
    int kept = task.frameRate() == null ? 2 : 3;
    ChunkPictures pictures =
        new ChunkPictures(
            DecodedPictures.open(source, task.video().streamIndex(), kept), task, progress);
    try {
      pictures.requireTimeBase(task);
      return pictures;
    } catch (RuntimeException e) {
      pictures.close();
      throw e;
    }
  }

  private void requireTimeBase(EncodeVideo task) {
    Rational actual = AvRational.toRational(stream().time_base());
    if (!actual.equals(task.timeline().timeBase())) {
      throw new BadSourceException(
          String.format(
              "%s has the time base %s and had %s: has it changed?",
              decoded.sourceName(), actual, task.timeline().timeBase()));
    }
  }

  /**
   * Decodes up to the chunk.
   *
   * @param point where to start; null for the start of the source
   * @param leaveOut whether to skip non-reference pictures before the chunk
   */
  Start start(@Nullable SeekPoint point, boolean byBytes, boolean leaveOut) {
    if (point != null && !decoded.seek(point, byBytes)) {
      return Start.TOO_LATE;
    }
    // Pictures shown before the key frame may refer to pictures that were not decoded.
    long trustedFrom = point == null ? Long.MIN_VALUE : point.pts();
    boolean leavesOut = leaveOut && decoded.leaveOutUnreferencedBefore(startPts);
    decoded.recent().keepFrom(leavesOut ? startPts : trustedFrom);
    long first = readUpToStart(trustedFrom);
    // A demuxer may land after the requested key frame (as MPEG-TS does, by time), and a damaged
    // key frame gives no picture.
    if (first == NOTHING || point != null && (first > startPts || !decoded.isPlaceTimed())) {
      return Start.TOO_LATE;
    }
    if (neededBefore() > knownBefore()) {
      return leavesOut ? Start.LEFT_OUT : point == null ? Start.GOOD : Start.TOO_LATE;
    }
    return Start.GOOD;
  }

  /**
   * Decodes up to the first picture that is not before the chunk.
   *
   * @param trustedFrom earlier pictures are skipped
   * @return the time of the first picture, {@link #NOTHING} if there is none
   */
  private long readUpToStart(long trustedFrom) {
    long first = NOTHING;
    while (!pending && read()) {
      if (decoded.pts() >= trustedFrom) {
        first = first == NOTHING ? decoded.pts() : first;
        pending = decoded.pts() >= startPts;
      }
    }
    return first;
  }

  /** Number of pictures before the chunk that are needed. */
  private int neededBefore() {
    int carriedOver = carriesOver || !pending ? 1 : 0;
    if (!pending && !decoded.knowsEnd()) {
      return carriedOver + 1;
    }
    NativeFrame first = decoded.recent().get(pending ? carriedOver : 0);
    // Deinterlacing uses neighbours, too.
    return carriedOver + (first != null && Deinterlacer.works(first.get()) ? 1 : 0);
  }

  private int knownBefore() {
    return decoded.recent().size() - (pending ? 1 : 0);
  }

  /** The video stream, for its properties. */
  AVStream stream() {
    return decoded.stream();
  }

  @Override
  public boolean next() {
    if (!started) {
      started = true;
      NativeFrame last = decoded.recent().get(pending ? 1 : 0);
      if (last != null && (carriesOver || !pending)) {
        carried = NativeFrame.referenceTo(last);
        current = carried;
        return true;
      }
    }
    current = decoded.picture();
    if (pending || read()) {
      pending = false;
      nextPts = decoded.pts();
      followed = nextPts >= endPts;
      inChunk += followed ? 0 : 1;
      return !followed;
    }
    sourceEnded = true;
    // The last picture's duration is trusted as far as by the inspection.
    nextPts =
        Math.min(
            decoded.end(),
            Math.max(timelineEnd, decoded.pts() + StreamProperties.maxStill(timeBase)));
    return false;
  }

  @Override
  public NativeFrame picture() {
    return current;
  }

  /** The picture before {@link #picture}; null if there is none or it is unknown. */
  @Nullable NativeFrame before() {
    return decoded.recent().get(current == carried && pending ? 2 : 1);
  }

  /** Once {@link #next} has returned false: whether {@link #picture} is the first one after it. */
  boolean hasFollower() {
    return followed;
  }

  /** Once {@link #next} has returned false: whether the source has no more pictures. */
  boolean sourceEnded() {
    return sourceEnded;
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

  /** Pictures of the chunk so far, those included that are not shown. */
  long inChunk() {
    return inChunk + notShown();
  }

  /** Pictures of the chunk so far that are not later than the one before them. */
  long notShown() {
    return decoded.refused().stream().filter(this::isInside).count();
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
    if (carried != null) {
      carried.close();
    }
    if (!released) {
      decoded.close();
    }
  }
}
