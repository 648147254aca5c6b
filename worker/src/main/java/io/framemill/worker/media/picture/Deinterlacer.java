package io.framemill.worker.media.picture;

import static org.bytedeco.ffmpeg.avutil.AVFrame.AV_FRAME_FLAG_INTERLACED;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_move_ref;

import io.framemill.protocol.EncodeVideo;
import io.framemill.protocol.media.Rational;
import io.framemill.worker.media.color.PictureColor;
import io.framemill.worker.media.color.PictureFormat;
import io.framemill.worker.media.libav.FilterGraph;
import io.framemill.worker.media.libav.NativeFrame;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.jspecify.annotations.Nullable;

/**
 * Deinterlaces each picture that is flagged as interlaced into one progressive picture, by bwdif;
 * others pass unchanged. The filter is opened at the first interlaced picture. Not thread-safe.
 *
 * <p>The result depends on the neighbours of a picture. So the filter also receives the pictures
 * before and after the chunk, and chunks have no visible seams.
 */
public final class Deinterlacer implements PictureStream, AutoCloseable {
  private static final String SINK = "buffersink@out";

  /** bwdif treats the first picture that it deinterlaces differently. */
  private static final int PRIMERS = 2;

  private final ChunkPictures chunk;
  private final PictureColor usualColor;
  private final Rational timeBase;

  /** Pictures in the filter whose result is wanted. */
  private final Deque<NativeFrame> inFilter = new ArrayDeque<>();

  private final Deque<NativeFrame> ready = new ArrayDeque<>();
  private final NativeFrame filtered = NativeFrame.allocate();
  private NativeFrame current = NativeFrame.allocate();
  private @Nullable FilterGraph graph;
  private @Nullable PictureFormat format;

  /** Number of next results of the filter that are not wanted. */
  private int unwanted;

  private boolean ended;

  Deinterlacer(ChunkPictures chunk, EncodeVideo task) {
    this.chunk = chunk;
    this.usualColor = PictureColor.of(task.video().color());
    this.timeBase = task.timeline().timeBase();
  }

  /** Whether a picture is large enough for the filter. */
  public static boolean canTake(AVFrame picture) {
    return picture.width() >= 3 && picture.height() >= 4;
  }

  /** Whether a picture is flagged as interlaced and large enough. */
  static boolean works(AVFrame picture) {
    return (picture.flags() & AV_FRAME_FLAG_INTERLACED) != 0 && canTake(picture);
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
      take(chunk.picture());
      return;
    }
    ended = true;
    if (chunk.hasFollower() && formatOf(chunk.picture()).equals(format)) {
      push(chunk.picture());
    } else {
      finishGraph();
    }
  }

  private void take(NativeFrame picture) {
    PictureFormat actual = formatOf(picture);
    if (graph != null && !actual.equals(format)) {
      finishGraph();
    }
    if (graph == null && works(picture.get())) {
      open(actual, picture);
    }
    NativeFrame taken = NativeFrame.allocate();
    av_frame_move_ref(taken.get(), picture.get());
    if (graph == null) {
      ready.add(taken);
    } else {
      inFilter.add(taken);
      push(taken);
    }
  }

  private PictureFormat formatOf(NativeFrame picture) {
    return PictureFormat.of(picture.get(), usualColor).withSquarePixels();
  }

  /** Opens a filter before a picture. */
  private void open(PictureFormat actual, NativeFrame picture) {
    graph =
        FilterGraph.open(
            actual.source(timeBase)
                + ",bwdif=mode=send_frame:deint=interlaced,settb="
                + timeBase
                + ","
                + SINK,
            List.of(SINK));
    format = actual;
    NativeFrame before = chunk.before();
    boolean hasBefore = before != null && formatOf(before).equals(actual);
    NativeFrame first = before != null && hasBefore ? before : picture;
    unwanted = PRIMERS;
    for (int i = 0; i < PRIMERS; i++) {
      prime(first);
    }
    if (hasBefore) {
      unwanted++;
      push(first);
    }
  }

  private void prime(NativeFrame first) {
    try (NativeFrame primer = NativeFrame.referenceTo(first)) {
      AVFrame frame = primer.get();
      frame.flags(frame.flags() | AV_FRAME_FLAG_INTERLACED);
      frame.repeat_pict(0);
      push(primer);
    }
  }

  private void push(NativeFrame picture) {
    FilterGraph filter = graph;
    if (filter == null || format == null) {
      return;
    }
    try (NativeFrame pushed = NativeFrame.referenceTo(picture)) {
      format.color().stamp(pushed.get());
      filter.push(pushed);
    }
    pullAll(filter);
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
    while (from.pull(0, filtered)) {
      if (unwanted > 0) {
        unwanted--;
      } else if (!inFilter.isEmpty()) {
        ready.add(finished(inFilter.remove()));
      }
    }
  }

  /** A result; the filter may have converted even a picture that it does not deinterlace. */
  private NativeFrame finished(NativeFrame original) {
    if (works(original.get())) {
      long pts = original.get().pts();
      filtered.get().sample_aspect_ratio(original.get().sample_aspect_ratio());
      original.clear();
      av_frame_move_ref(original.get(), filtered.get());
      original.get().pts(pts);
    }
    return original;
  }

  @Override
  public void close() {
    if (graph != null) {
      graph.close();
      graph = null;
    }
    inFilter.forEach(NativeFrame::close);
    ready.forEach(NativeFrame::close);
    filtered.close();
    current.close();
  }
}
