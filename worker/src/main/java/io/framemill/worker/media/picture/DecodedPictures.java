package io.framemill.worker.media.picture;

import static org.bytedeco.ffmpeg.avutil.AVFrame.AV_FRAME_FLAG_CORRUPT;
import static org.bytedeco.ffmpeg.global.avformat.av_guess_sample_aspect_ratio;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_move_ref;

import io.framemill.protocol.media.SeekPoint;
import io.framemill.worker.media.failure.TranscodeException;
import io.framemill.worker.media.libav.NativeFrame;
import io.framemill.worker.media.source.FrameReader;
import io.framemill.worker.media.source.track.StreamProperties;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/**
 * The pictures of a stream, from wherever decoding begins, each with its time: times ascend. Not
 * thread-safe.
 */
final class DecodedPictures implements AutoCloseable {
  private final FrameReader reader;
  private final boolean counted;
  private final PictureTimes times;
  private final RecentPictures recent;
  private final NativeFrame picture = NativeFrame.allocate();
  private final NativeFrame ahead = NativeFrame.allocate();

  private final List<Damage> damage = new ArrayList<>();
  private final List<Long> refused = new ArrayList<>();

  private boolean begun;
  private boolean hasAhead;
  private long decoded;

  /**
   * Something that could not be decoded.
   *
   * @param pts its time, {@link PictureTimes#UNKNOWN} if it has none
   * @param isPacket whether it is a packet that gave an error; else a picture that came out in part
   */
  record Damage(long pts, boolean isPacket) {}

  private DecodedPictures(FrameReader reader, int kept) {
    this.reader = reader;
    this.counted = reader.demuxer().makesUpTimes();
    this.times =
        new PictureTimes(
            counted
                ? StreamProperties.countedDuration(reader.stream())
                : StreamProperties.pictureDuration(reader.stream()));
    this.recent = new RecentPictures(kept);
    reader.onError(pts -> damage.add(new Damage(pts, true)));
  }

  /**
   * Opens a stream, at its beginning.
   *
   * @param kept how many of the last pictures {@link #recent} keeps
   * @throws TranscodeException if the source or its decoder does not open
   */
  static DecodedPictures open(Path source, int streamIndex, int kept) {
    return new DecodedPictures(FrameReader.open(source, streamIndex), kept);
  }

  /** The stream, for its properties. */
  AVStream stream() {
    return reader.stream();
  }

  /** The source's file name, for messages. */
  String sourceName() {
    return reader.demuxer().sourceName();
  }

  /**
   * Goes to a key frame, before the first picture is asked for.
   *
   * @return false if the demuxer cannot
   */
  boolean seek(SeekPoint point, boolean byBytes) {
    int index = reader.stream().index();
    return byBytes
        ? point.bytePosition() >= 0 && reader.demuxer().seekToByte(index, point)
        : reader.demuxer().seekToTime(index, point.pts());
  }

  /** Whether the times are right after a {@link #seek}. */
  boolean isPlaceTimed() {
    return reader.demuxer().isPlaceTimed();
  }

  /**
   * Tells that of the pictures before a time only those are wanted that others refer to.
   *
   * @return whether the decoder leaves out the rest; not all can
   */
  boolean leaveOutUnreferencedBefore(long pts) {
    if (counted || !reader.canSkipUnreferenced()) {
      return false;
    }
    reader.skipUnreferencedBefore(pts);
    return true;
  }

  /**
   * Goes to the next picture; {@link #picture} is it then.
   *
   * @return false behind the last one
   */
  boolean next() {
    if (!begun) {
      begun = true;
      hasAhead = reader.next(ahead);
    }
    while (hasAhead) {
      picture.clear();
      av_frame_move_ref(picture.get(), ahead.get());
      hasAhead = reader.next(ahead);
      decoded++;
      if (acceptTime(picture.get())) {
        recent.add(picture);
        return true;
      }
    }
    return false;
  }

  /** The picture, its {@code pts} set; whoever takes it away leaves an empty frame. */
  NativeFrame picture() {
    return picture;
  }

  /** The last pictures, {@link #picture} included, whoever took it away. */
  RecentPictures recent() {
    return recent;
  }

  /** Time of the picture, in ticks of the stream. */
  long pts() {
    return times.last();
  }

  /** When the picture ends, if no other one follows. */
  long end() {
    return times.endOfLast();
  }

  /** Whether {@link #end} is more than a guess. */
  boolean knowsEnd() {
    return times.knowsEnd();
  }

  /** Pictures decoded so far, those with an impossible time included. */
  long decoded() {
    return decoded;
  }

  /** What could not be decoded so far. */
  List<Damage> damage() {
    return damage;
  }

  /** Stated times of the pictures so far that are not later than the one before, and not given. */
  List<Long> refused() {
    return refused;
  }

  /** Keeps only the damage and the refused pictures from a time on: where another chunk begins. */
  void forgetBefore(long pts) {
    damage.removeIf(item -> item.pts() < pts);
    refused.removeIf(time -> time < pts);
  }

  private boolean acceptTime(AVFrame frame) {
    if (!(counted ? times.acceptNext(fields(frame)) : acceptStated(frame))) {
      long stated = frame.best_effort_timestamp();
      refused.add(stated == PictureTimes.UNKNOWN ? times.last() : stated);
      return false;
    }
    frame.pts(times.last());
    frame.sample_aspect_ratio(
        av_guess_sample_aspect_ratio(reader.demuxer().get(), reader.stream(), frame));
    if (isBroken(frame)) {
      damage.add(new Damage(times.last(), false));
    }
    return true;
  }

  private long fields(AVFrame frame) {
    return StreamProperties.countedFields(reader.stream(), frame.duration());
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
    recent.close();
    ahead.close();
    picture.close();
    reader.close();
  }
}
