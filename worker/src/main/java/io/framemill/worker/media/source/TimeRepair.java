package io.framemill.worker.media.source;

import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;

import java.util.HashMap;
import java.util.Map;
import org.bytedeco.ffmpeg.avcodec.AVPacket;

/**
 * Removes jumps in the times of concatenated streams, like the {@code ffmpeg} program ({@code
 * -dts_delta_threshold}): recordings and transport streams are often concatenated byte by byte. A
 * reader that starts in the middle, at a position with a known repaired time, gets the same times
 * as one that started at the beginning. All times in ticks of 1/90000 s, which all streams of
 * MPEG-TS and PS have. Not thread-safe.
 */
final class TimeRepair {
  private static final long TICKS_PER_SECOND = 90_000;

  /** DTS ascend: a smaller step back is a rounding error. */
  private static final long MAX_BACK = TICKS_PER_SECOND / 10;

  /** A longer pause of all streams is a jump. */
  private static final long MAX_PAUSE = 10 * TICKS_PER_SECOND;

  /**
   * A packet from before a jump may be read after one from behind it; its time is within this
   * distance.
   */
  private static final long NEAR = TICKS_PER_SECOND / 2;

  private final Map<Integer, Long> expected = new HashMap<>();
  private long shift;
  private long shiftBefore;
  private int anchorStream = -1;
  private long anchorPts;
  private boolean anchored = true;

  /** Sets the repaired time of the next packet of a stream, after a seek. */
  void startAt(int streamIndex, long pts) {
    expected.clear();
    anchorStream = streamIndex;
    anchorPts = pts;
    anchored = true;
  }

  /**
   * Whether the times of the packets since the last {@link #startAt} are correct. They are not if
   * the packet at that position has no time of its own: program streams need not declare each time,
   * and libavformat derives the others from earlier ones, which were not read.
   */
  boolean isAnchored() {
    return anchored;
  }

  /**
   * Corrects the times of the next packet in file order. Times between a seek position and its
   * stream's first packet are unchanged.
   *
   * @param stream index of the packet's stream
   * @param isSteady whether it is video or audio; other streams may pause
   */
  void correct(AVPacket packet, int stream, boolean isSteady) {
    long pts = packet.pts();
    long statedDts = packet.dts();
    long dts = statedDts == AV_NOPTS_VALUE ? pts : statedDts;
    if (dts == AV_NOPTS_VALUE) {
      anchored &= stream != anchorStream;
      return;
    }
    if (stream == anchorStream) {
      anchorStream = -1;
      shift = anchorPts - (pts == AV_NOPTS_VALUE ? dts : pts);
      shiftBefore = shift;
    }
    if (anchorStream < 0) {
      long by = isSteady ? shiftOf(stream, dts) : shift;
      if (by != 0) {
        packet.pts(shifted(pts, by));
        packet.dts(shifted(statedDts, by));
      }
      if (isSteady) {
        expected.put(stream, dts + by + Math.max(0, packet.duration()));
      }
    }
  }

  private long shiftOf(int stream, long dts) {
    Long next = expected.get(stream);
    if (next == null) {
      jumpIfFar(dts);
      return shift;
    }
    long step = dts + shift - next;
    long stepBefore = dts + shiftBefore - next;
    if (Math.abs(stepBefore) < NEAR && Math.abs(stepBefore) < Math.abs(step)) {
      return shiftBefore;
    }
    if (step < -MAX_BACK || dts + shift - latest() > MAX_PAUSE) {
      shiftBefore = shift;
      shift = next - dts;
    }
    return shift;
  }

  /** A stream that starts late may be the first one read after a jump. */
  private void jumpIfFar(long dts) {
    if (!expected.isEmpty() && Math.abs(dts + shift - latest()) > MAX_PAUSE / 2) {
      shiftBefore = shift;
      shift = latest() - dts;
    }
  }

  private long latest() {
    long latest = Long.MIN_VALUE;
    for (long time : expected.values()) {
      latest = Math.max(latest, time);
    }
    return latest;
  }

  private static long shifted(long time, long by) {
    return time == AV_NOPTS_VALUE ? time : time + by;
  }
}
