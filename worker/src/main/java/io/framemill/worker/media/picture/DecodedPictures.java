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
 * Decoded pictures of a stream with strictly ascending times, from any starting point. Not
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
   * A decoding error.
   *
   * @param pts its time, {@link PictureTimes#UNKNOWN} if it has none
   * @param isPacket whether a packet gave an error; else a picture was decoded in part
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
   * Opens a stream at its start.
   *
   * @param kept number of last pictures that {@link #recent} keeps
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
   * Seeks to a key frame; to be called before the first {@link #next}.
   *
   * @return false if the demuxer cannot
   */
  boolean seek(SeekPoint point, boolean byBytes) {
    int index = reader.stream().index();
    return byBytes
        ? point.bytePosition() >= 0 && reader.demuxer().seekToByte(index, point)
        : reader.demuxer().seekToTime(index, point.pts());
  }

  /** Whether the times are correct after a {@link #seek}. */
  boolean isPlaceTimed() {
    return reader.demuxer().isPlaceTimed();
  }

  /**
   * Skips non-reference pictures before a time.
   *
   * @return whether the decoder skips them; not all can
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

  /** The picture, its {@code pts} set; callers that move it out leave an empty frame. */
  NativeFrame picture() {
    return picture;
  }

  /** The last pictures, including {@link #picture}, even if it was moved out. */
  RecentPictures recent() {
    return recent;
  }

  /** Time of the picture, in ticks of the stream. */
  long pts() {
    return times.last();
  }

  /** End of the picture, if no other one follows. */
  long end() {
    return times.endOfLast();
  }

  /** Whether {@link #end} is more than an estimate. */
  boolean knowsEnd() {
    return times.knowsEnd();
  }

  /** Number of pictures decoded so far, including those with an impossible time. */
  long decoded() {
    return decoded;
  }

  /** Decoding errors so far. */
  List<Damage> damage() {
    return damage;
  }

  /** Times of pictures that were dropped because they are not later than the previous one. */
  List<Long> refused() {
    return refused;
  }

  /** Forgets errors and dropped pictures before a time, where another chunk starts. */
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
