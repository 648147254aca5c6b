package io.framemill.worker.media.picture;

import static org.bytedeco.ffmpeg.avutil.AVFrame.AV_FRAME_FLAG_INTERLACED;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_move_ref;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_ref;

import io.framemill.protocol.Rational;
import io.framemill.protocol.Task;
import io.framemill.worker.media.color.PictureColor;
import io.framemill.worker.media.color.PictureFormat;
import io.framemill.worker.media.libav.FfmpegException;
import io.framemill.worker.media.libav.FilterGraph;
import io.framemill.worker.media.libav.NativeFrame;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.jspecify.annotations.Nullable;

/**
 * Makes one progressive picture of each picture that says that it holds two fields, by bwdif;
 * others pass as they are. Not thread-safe.
 *
 * <p>A picture comes out of itself and its neighbours in time, so it is given the one before the
 * chunk and the one after it, and chunks come out as if there were no seams.
 */
public final class Deinterlacer implements Pictures, AutoCloseable {
  private static final String SINK = "buffersink@out";

  /** bwdif treats the first picture that it has to work on in another way than the rest. */
  private static final int PRIMERS = 2;

  private final ChunkPictures chunk;
  private final PictureColor usualColor;
  private final Rational timeBase;
  private final long endPts;
  private final Deque<NativeFrame> ready = new ArrayDeque<>();
  private NativeFrame current = NativeFrame.allocate();
  private @Nullable FilterGraph graph;
  private @Nullable PictureFormat format;
  private int primersInGraph;
  private boolean started;
  private boolean ended;

  Deinterlacer(ChunkPictures chunk, Task.EncodeVideo task) {
    this.chunk = chunk;
    this.usualColor = PictureColor.of(task.color());
    this.timeBase = task.timeline().timeBase();
    this.endPts = task.endPts();
  }

  /** Whether a picture is large enough to be worked on. */
  public static boolean canTake(AVFrame picture) {
    return picture.width() >= 3 && picture.height() >= 4;
  }

  @Override
  public boolean next() {
    while (ready.isEmpty() && !ended) {
      feed();
    }
    if (ready.isEmpty()) {
      return false;
    }
    current.close();
    current = ready.remove();
    return true;
  }

  @Override
  public NativeFrame picture() {
    return current;
  }

  @Override
  public long endOfLastPicture() {
    return chunk.endOfLastPicture();
  }

  private void feed() {
    if (chunk.next()) {
      if (!started) {
        started = true;
        NativeFrame before = chunk.before();
        if (before != null) {
          push(before);
        }
      }
      push(chunk.picture());
      return;
    }
    ended = true;
    if (chunk.hasFollower()) {
      push(chunk.picture());
    } else {
      finishGraph();
    }
  }

  private void push(NativeFrame picture) {
    PictureFormat actual = PictureFormat.of(picture.get(), usualColor);
    actual.color().stamp(picture.get());
    FilterGraph current = graph;
    if (current == null || !actual.equals(format)) {
      finishGraph();
      current = open(actual, picture);
    }
    current.push(picture);
    pullAll(current);
  }

  private FilterGraph open(PictureFormat actual, NativeFrame first) {
    FilterGraph opened =
        FilterGraph.open(
            actual.source(timeBase)
                + ",bwdif=mode=send_frame:deint=interlaced,settb="
                + timeBase
                + ","
                + SINK,
            List.of(SINK));
    graph = opened;
    format = actual;
    primersInGraph = PRIMERS;
    for (int i = 0; i < PRIMERS; i++) {
      prime(opened, first);
    }
    return opened;
  }

  private static void prime(FilterGraph graph, NativeFrame first) {
    try (NativeFrame primer = NativeFrame.allocate()) {
      AVFrame frame = primer.get();
      FfmpegException.check("av_frame_ref", av_frame_ref(frame, first.get()));
      frame.flags(frame.flags() | AV_FRAME_FLAG_INTERLACED);
      frame.repeat_pict(0);
      graph.push(primer);
    }
  }

  private void finishGraph() {
    if (graph != null) {
      graph.push(null);
      pullAll(graph);
      graph.close();
      graph = null;
    }
  }

  private void pullAll(FilterGraph from) {
    while (from.pull(0, current)) {
      long pts = current.get().pts();
      if (primersInGraph > 0) {
        primersInGraph--;
      } else if (pts >= chunk.firstPts() && pts < endPts) {
        NativeFrame kept = NativeFrame.allocate();
        av_frame_move_ref(kept.get(), current.get());
        ready.add(kept);
      }
    }
  }

  @Override
  public void close() {
    if (graph != null) {
      graph.close();
      graph = null;
    }
    ready.forEach(NativeFrame::close);
    current.close();
  }
}
