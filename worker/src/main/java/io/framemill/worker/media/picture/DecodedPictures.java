package io.framemill.worker.media.picture;

import static org.bytedeco.ffmpeg.avutil.AVFrame.AV_FRAME_FLAG_CORRUPT;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_move_ref;

import io.framemill.protocol.SeekPoint;
import io.framemill.worker.media.feedback.TranscodeException;
import io.framemill.worker.media.libav.NativeFrame;
import io.framemill.worker.media.source.FrameReader;
import io.framemill.worker.media.source.StreamFacts;
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
  private final NativeFrame picture = NativeFrame.allocate();
  private final NativeFrame ahead = NativeFrame.allocate();

  private final List<Damage> damage = new ArrayList<>();

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

  private DecodedPictures(FrameReader reader) {
    this.reader = reader;
    this.counted = reader.demuxer().makesUpTimes();
    this.times =
        new PictureTimes(
            counted
                ? StreamFacts.countedDuration(reader.stream())
                : StreamFacts.pictureDuration(reader.stream()));
    reader.onError(pts -> damage.add(new Damage(pts, true)));
  }

  /**
   * Opens a stream, at its beginning.
   *
   * @throws TranscodeException if the source or its decoder does not open
   */
  static DecodedPictures open(Path source, int streamIndex) {
    return new DecodedPictures(FrameReader.open(source, streamIndex));
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

  /**
   * Tells that of the pictures before a time only those are wanted that others refer to: where it
   * can, the decoder leaves out the rest.
   */
  void wantedFrom(long pts) {
    if (!counted) {
      reader.skipUnreferencedBefore(pts);
    }
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
        return true;
      }
    }
    return false;
  }

  /** The picture, its {@code pts} set; whoever takes it away leaves an empty frame. */
  NativeFrame picture() {
    return picture;
  }

  /** Time of the picture, in ticks of the stream. */
  long pts() {
    return times.last();
  }

  /** When the picture ends, if no other one follows. */
  long end() {
    return times.endOfLast();
  }

  /** Pictures decoded so far, those with an impossible time included. */
  long decoded() {
    return decoded;
  }

  /** What could not be decoded so far. */
  List<Damage> damage() {
    return damage;
  }

  /** Keeps only the damage from a time on: where another chunk begins. */
  void forgetDamageBefore(long pts) {
    damage.removeIf(item -> item.pts() < pts);
  }

  private boolean acceptTime(AVFrame frame) {
    if (!(counted ? times.acceptNext() : acceptStated(frame))) {
      return false;
    }
    frame.pts(times.last());
    if (isBroken(frame)) {
      damage.add(new Damage(times.last(), false));
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
    picture.close();
    reader.close();
  }
}
