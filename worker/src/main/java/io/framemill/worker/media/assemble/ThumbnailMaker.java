package io.framemill.worker.media.assemble;

import static org.bytedeco.ffmpeg.global.avutil.av_frame_move_ref;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_ref;

import io.framemill.protocol.Task;
import io.framemill.protocol.TaskResult;
import io.framemill.protocol.media.Rational;
import io.framemill.protocol.media.Timeline;
import io.framemill.protocol.rendition.OutputLayout;
import io.framemill.protocol.rendition.ThumbnailGrid;
import io.framemill.worker.media.failure.BadSourceException;
import io.framemill.worker.media.failure.MediaProgress;
import io.framemill.worker.media.failure.OutputException;
import io.framemill.worker.media.libav.FfmpegException;
import io.framemill.worker.media.libav.NativeFrame;
import io.framemill.worker.media.segment.OutputTree;
import io.framemill.worker.media.segment.SegmentFiles;
import java.io.IOException;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Makes a poster and sprite sheets of thumbnails from encoded renditions, which are upright, have
 * final colours, and start each segment with a key frame. Not thread-safe.
 */
public final class ThumbnailMaker {
  private static final Rational MILLIS = new Rational(1, 1000);

  /** The poster comes from the first tenth of the programme, to avoid spoilers. */
  private static final int POSTER_SHARE = 10;

  private static final int MAX_POSTER_CANDIDATES = 20;
  private static final int LOOK_WIDTH = 64;
  private static final int LOOK_HEIGHT = 36;

  private final Task.Thumbnails task;
  private final ThumbnailGrid grid;
  private final Timeline timeline;
  private final Path output;
  private final Path tiles;
  private final Path thumbs;
  private final MediaProgress progress;
  private final NavigableSet<Integer> segments;

  private ThumbnailMaker(Task.Thumbnails task, Path output, MediaProgress progress) {
    this.task = task;
    this.grid = task.grid();
    this.timeline = task.timeline();
    this.output = output;
    this.tiles = output.resolve(OutputLayout.video(task.tiles().name()));
    this.thumbs = output.resolve(OutputLayout.THUMBNAIL_DIRECTORY);
    this.progress = progress;
    this.segments = SegmentFiles.existing(tiles, timeline);
  }

  /**
   * Runs the task.
   *
   * @param output the job's output directory, with the segments
   */
  public static TaskResult.ThumbnailsMade run(
      Task.Thumbnails task, Path output, MediaProgress progress) {
    return new ThumbnailMaker(task, output, progress).make();
  }

  private TaskResult.ThumbnailsMade make() {
    if (segments.isEmpty()) {
      throw new BadSourceException("There is no picture to make thumbnails of");
    }
    try {
      OutputTree.directory(output, OutputLayout.THUMBNAIL_DIRECTORY);
    } catch (IOException e) {
      throw new OutputException(thumbs, e);
    }
    long bytes = writePoster();
    return new TaskResult.ThumbnailsMade(grid.tiles(), grid.sheets(), bytes + writeSheets());
  }

  private long writePoster() {
    SortedSet<Integer> chosen = new TreeSet<>();
    chosen.add(segmentAt(PosterChoice.best(looks()).millis()));
    Path directory = output.resolve(OutputLayout.video(task.poster().name()));
    int width = task.poster().widthPixels();
    int height = task.poster().heightPixels();
    try (RenditionPictures pictures = RenditionPictures.open(directory, chosen, true);
        NativeFrame frame = NativeFrame.allocate()) {
      requirePicture(pictures.next(frame));
      try (StillPictures still = StillPictures.single(width, height, frame);
          JpegWriter jpeg = JpegWriter.open(width, height)) {
        still.push(frame);
        requirePicture(still.pull(frame));
        return jpeg.write(frame, output.resolve(OutputLayout.POSTER));
      }
    }
  }

  /** Candidates for the poster: the picture at a tenth of the programme, and some earlier ones. */
  private List<PosterChoice.Look> looks() {
    List<PosterChoice.Look> looks = new ArrayList<>();
    try (RenditionPictures pictures = openTiles(posterCandidates(), true);
        NativeFrame frame = NativeFrame.allocate()) {
      while (pictures.next(frame)) {
        long millis = pictures.programmeMillis(frame);
        try (StillPictures grey = StillPictures.grey(LOOK_WIDTH, LOOK_HEIGHT, frame)) {
          grey.push(frame);
          requirePicture(grey.pull(frame));
          looks.add(PosterChoice.Look.of(millis, luma(frame)));
        }
        progress.encoded(0, 0);
      }
    }
    requirePicture(!looks.isEmpty());
    return looks;
  }

  private SortedSet<Integer> posterCandidates() {
    List<Integer> early =
        List.copyOf(segments.headSet(segmentAt(programmeMillis() / POSTER_SHARE), true));
    int step = (early.size() - 1) / MAX_POSTER_CANDIDATES + 1;
    SortedSet<Integer> candidates = new TreeSet<>();
    for (int i = early.size() - 1; i >= 0; i -= step) {
      candidates.add(early.get(i));
    }
    return candidates;
  }

  private static byte[] luma(NativeFrame grey) {
    byte[] luma = new byte[LOOK_WIDTH * LOOK_HEIGHT];
    for (int y = 0; y < LOOK_HEIGHT; y++) {
      long row = (long) y * grey.get().linesize(0);
      grey.get().data(0).position(row).get(luma, y * LOOK_WIDTH, LOOK_WIDTH);
    }
    return luma;
  }

  private long writeSheets() {
    SortedSet<Integer> wanted = new TreeSet<>();
    for (int tile = 0; tile < grid.tiles(); tile++) {
      wanted.add(segmentAt(middleMillis(tile)));
    }
    try (RenditionPictures pictures = openTiles(wanted, keyFramesSuffice());
        NativeFrame current = NativeFrame.allocate();
        NativeFrame ahead = NativeFrame.allocate()) {
      requirePicture(pictures.next(current));
      try (StillPictures sheets =
          StillPictures.sheets(
              grid.widthPixels(), grid.heightPixels(), grid.columns(), grid.rows(), current)) {
        return writeSheets(pictures, current, ahead, sheets);
      }
    }
  }

  private long writeSheets(
      RenditionPictures pictures, NativeFrame current, NativeFrame ahead, StillPictures sheets) {
    long bytes = 0;
    int number = 1;
    boolean hasAhead = pictures.next(ahead);
    try (NativeFrame work = NativeFrame.allocate();
        JpegWriter jpeg =
            JpegWriter.open(
                grid.columns() * grid.widthPixels(), grid.rows() * grid.heightPixels())) {
      for (int tile = 0; tile < grid.tiles(); tile++) {
        while (hasAhead && pictures.programmeMillis(ahead) <= middleMillis(tile)) {
          current.clear();
          av_frame_move_ref(current.get(), ahead.get());
          hasAhead = pictures.next(ahead);
          progress.encoded(0, 0);
        }
        work.clear();
        FfmpegException.check("av_frame_ref", av_frame_ref(work.get(), current.get()));
        sheets.push(work);
        progress.encoded(0, middleMillis(tile));
        if (sheets.pull(work)) {
          bytes += jpeg.write(work, sheet(number++));
        }
      }
      sheets.end();
      if (sheets.pull(work)) {
        bytes += jpeg.write(work, sheet(number++));
      }
    }
    if (number - 1 != grid.sheets()) {
      throw new IllegalStateException(number - 1 + " sheets came out instead of " + grid.sheets());
    }
    return bytes;
  }

  private Path sheet(int number) {
    return thumbs.resolve(OutputLayout.thumbnailSheet(number));
  }

  /**
   * Whether the key frame before the middle of each thumbnail's interval is still in the interval.
   */
  private boolean keyFramesSuffice() {
    return grid.intervalMillis() >= 2 * timeline.segmentMillis();
  }

  private RenditionPictures openTiles(SortedSet<Integer> numbers, boolean onlyKeyFrames) {
    return RenditionPictures.open(tiles, numbers, onlyKeyFrames);
  }

  /** The middle of a thumbnail's interval, in milliseconds after the programme's origin. */
  private long middleMillis(int tile) {
    long start = (long) tile * grid.intervalMillis();
    return (start + Math.min(start + grid.intervalMillis(), programmeMillis())) / 2;
  }

  private long programmeMillis() {
    return timeline
        .timeBase()
        .rescale(timeline.endPts() - timeline.originPts(), MILLIS, RoundingMode.CEILING);
  }

  /** The segment at a time, or the last existing one before it. */
  private int segmentAt(long millis) {
    Integer before = segments.floor((int) (millis / timeline.segmentMillis()) + 1);
    return before == null ? segments.first() : before;
  }

  private void requirePicture(boolean isThere) {
    if (!isThere) {
      throw new IllegalStateException("No picture comes out of " + output);
    }
  }
}
