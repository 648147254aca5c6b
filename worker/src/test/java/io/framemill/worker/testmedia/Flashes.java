package io.framemill.worker.testmedia;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/** Pictures that are white for one frame twice a second, from 0.25 s on, and black between. */
public final class Flashes {
  static final double INTERVAL_SECONDS = 0.5;
  private static final double FIRST_SECONDS = 0.25;
  private static final double TOLERANCE_SECONDS = 0.001;
  private static final int WHITE = 235;
  private static final int BLACK = 16;
  private static final int NEUTRAL = 128;

  private Flashes() {}

  /** The time of the flash that is nearest to a time. */
  static double nearest(double seconds) {
    long number = Math.max(0, Math.round((seconds - FIRST_SECONDS) / INTERVAL_SECONDS));
    return FIRST_SECONDS + number * INTERVAL_SECONDS;
  }

  /** Draws the yuv420p picture of a time. */
  static void draw(AVFrame frame, double seconds) {
    boolean flash = Math.abs(seconds - nearest(seconds)) < TOLERANCE_SECONDS;
    fill(frame, 0, frame.height(), flash ? WHITE : BLACK);
    fill(frame, 1, frame.height() / 2, NEUTRAL);
    fill(frame, 2, frame.height() / 2, NEUTRAL);
  }

  private static void fill(AVFrame frame, int plane, int rows, int value) {
    byte[] row = new byte[frame.linesize(plane)];
    Arrays.fill(row, (byte) value);
    for (int y = 0; y < rows; y++) {
      frame.data(plane).position((long) y * row.length).put(row);
    }
    frame.data(plane).position(0);
  }

  /** When a decoded stream flashes, in seconds. */
  public static List<Double> in(DecodedStream video) {
    List<Double> times = new ArrayList<>();
    for (int i = 0; i < video.corners().size(); i++) {
      if (video.corners().get(i).topLeft() > NEUTRAL) {
        times.add(video.framePts().get(i) * video.timeBase().toDouble());
      }
    }
    return times;
  }
}
