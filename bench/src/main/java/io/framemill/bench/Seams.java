package io.framemill.bench;

import io.framemill.bench.measure.BitRateSample;
import io.framemill.bench.measure.LiveTable;
import io.framemill.bench.measure.MeasuredRendition;
import io.framemill.bench.measure.Quality;
import io.framemill.bench.measure.Results;
import io.framemill.controller.profile.Profiles;
import io.framemill.protocol.rendition.VideoRendition;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What cutting into chunks costs in quality and size, near the cuts and away from them. */
@Command(
    name = "seams",
    description = "Quality at the boundaries of chunks and elsewhere, by the length of chunks.",
    mixinStandardHelpOptions = true)
final class Seams implements Callable<Integer> {
  /** What counts as near a boundary, on either side. */
  private static final double NEAR_SECONDS = 0.5;

  private static final double GOAL = 0.005;

  @Mixin private SourceOptions source = new SourceOptions();

  @Option(
      names = "--segments",
      split = ",",
      defaultValue = "1,2,3,4",
      description = "Lengths of chunks. Default: ${DEFAULT-VALUE}.")
  private List<Integer> lengths = List.of();

  @Mixin private Results results = new Results();

  private final LiveTable table =
      new LiveTable()
          .column("segments", 8, "%d")
          .column("rendition", 9, "%s")
          .column("size", 8, "%.4f")
          .column("at equal SSIM", 13, "%.4f")
          .column("SSIM", 9, "%+.5f")
          .column("worst near", 10, "%.5f")
          .column("worst elsewhere", 15, "%.5f")
          .column("beyond near", 11, "%d")
          .column("elsewhere", 9, "%d")
          .column("gained", 6, "%d");

  /**
   * Chunks against one encoder for the whole.
   *
   * @param segments in a chunk
   * @param sizeRatio bytes over the single encoder's
   * @param sizeAtEqualSsim the same, had both the quality of the single encoder's
   * @param ssimGain difference of the means over all pictures
   * @param worstNear the largest loss of SSIM of a picture within half a second of a boundary
   * @param worstElsewhere the largest loss of all other pictures
   * @param beyondNear pictures that lost more than 0.005 within half a second of a boundary
   * @param beyondElsewhere all others that did
   * @param gained pictures that are better by more than 0.005
   */
  record Outcome(
      int segments,
      String rendition,
      double sizeRatio,
      double sizeAtEqualSsim,
      double ssimGain,
      double worstNear,
      double worstElsewhere,
      long beyondNear,
      long beyondElsewhere,
      long gained) {}

  @Override
  public Integer call() throws Exception {
    FfmpegProgram ffmpeg = FfmpegProgram.unpack();
    try (WorkDirectory work = WorkDirectory.create()) {
      ChunkedEncode encode = new ChunkedEncode(source.file, Profiles.load(source.profile));
      Map<String, MeasuredRendition> single = encoded(ffmpeg, encode, encode.segmentCount(), work);
      Map<String, MeasuredRendition> coarser =
          encoded(ffmpeg, encode.coarser(), encode.segmentCount(), work);
      table.printHeadings();
      List<Outcome> outcomes = new ArrayList<>();
      for (int length : lengths) {
        Map<String, MeasuredRendition> chunked = encoded(ffmpeg, encode, length, work);
        chunked.forEach(
            (name, mine) ->
                outcomes.add(
                    compared(
                        encode,
                        length,
                        name,
                        Objects.requireNonNull(single.get(name)),
                        Objects.requireNonNull(coarser.get(name)).point(),
                        mine)));
      }
      results.put("outcomes", outcomes);
      results.write();
    }
    return 0;
  }

  private Map<String, MeasuredRendition> encoded(
      FfmpegProgram ffmpeg, ChunkedEncode encode, int segments, WorkDirectory work)
      throws Exception {
    Path output = work.empty("chunks");
    encode.run(segments, output);
    Map<String, MeasuredRendition> all = new LinkedHashMap<>();
    for (VideoRendition rendition : encode.renditions()) {
      Path file = ChunkedEncode.joined(output, rendition.name(), work.path().resolve("joined.mp4"));
      Quality quality =
          Quality.measure(
              ffmpeg,
              file,
              source.file,
              rendition.widthPixels(),
              rendition.heightPixels(),
              work.path());
      all.put(rendition.name(), new MeasuredRendition(Files.size(file), quality));
    }
    return all;
  }

  private Outcome compared(
      ChunkedEncode encode,
      int segments,
      String name,
      MeasuredRendition single,
      BitRateSample coarser,
      MeasuredRendition chunked) {
    List<Double> losses =
        IntStream.range(0, single.quality().frames())
            .mapToObj(i -> single.quality().ssim().get(i) - chunked.quality().ssim().get(i))
            .toList();
    double rate = encode.picturesPerSecond();
    double chunkLength = segments * encode.secondsPerSegment() * rate;
    IntPredicate isNear = i -> isNear(i, losses.size(), chunkLength, NEAR_SECONDS * rate);
    Outcome outcome =
        new Outcome(
            segments,
            name,
            (double) chunked.bytes() / single.bytes(),
            chunked.point().sizeAtEqualSsim(single.point(), coarser),
            Quality.mean(chunked.quality().ssim()) - Quality.mean(single.quality().ssim()),
            largest(losses, isNear),
            largest(losses, isNear.negate()),
            beyondGoal(losses, isNear),
            beyondGoal(losses, isNear.negate()),
            losses.stream().filter(loss -> loss < -GOAL).count());
    table.printRow(
        outcome.segments(),
        outcome.rendition(),
        outcome.sizeRatio(),
        outcome.sizeAtEqualSsim(),
        outcome.ssimGain(),
        outcome.worstNear(),
        outcome.worstElsewhere(),
        outcome.beyondNear(),
        outcome.beyondElsewhere(),
        outcome.gained());
    return outcome;
  }

  private static double largest(List<Double> losses, IntPredicate which) {
    return IntStream.range(0, losses.size()).filter(which).mapToDouble(losses::get).max().orElse(0);
  }

  private static long beyondGoal(List<Double> losses, IntPredicate which) {
    return IntStream.range(0, losses.size())
        .filter(which)
        .filter(i -> losses.get(i) > GOAL)
        .count();
  }

  /**
   * Whether a picture lies near a boundary between two chunks.
   *
   * @param picture number of the picture, from 0
   * @param pictures how many there are
   * @param chunkLength in pictures, which need not be whole
   * @param near number of pictures on either side of a boundary
   */
  static boolean isNear(int picture, int pictures, double chunkLength, double near) {
    double before = picture % chunkLength;
    double toNext = chunkLength - before;
    boolean afterBoundary = picture >= chunkLength && before < near;
    boolean beforeBoundary = picture + toNext < pictures && toNext <= near;
    return afterBoundary || beforeBoundary;
  }
}
