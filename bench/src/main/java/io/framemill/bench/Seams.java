package io.framemill.bench;

import io.framemill.controller.profile.Profiles;
import io.framemill.protocol.VideoRendition;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What cutting into chunks costs in quality and size, near the cuts and away from them. */
@Command(
    name = "seams",
    description = "Quality at the boundaries of chunks and elsewhere, by the length of chunks.",
    mixinStandardHelpOptions = true)
final class Seams implements Callable<Integer> {
  /** Pictures on either side of a boundary that count as near it. */
  private static final int NEAR = 12;

  private static final double GOAL = 0.005;

  @Parameters(paramLabel = "FILE", description = "A source of some tens of seconds.")
  private Path source = Path.of("");

  @Option(
      names = {"-p", "--profile"},
      defaultValue = "hls-h264",
      description = "Built-in profile or file. Default: ${DEFAULT-VALUE}.")
  private String profile = "";

  @Option(
      names = "--segments",
      split = ",",
      defaultValue = "1,2,3,4",
      description = "Lengths of chunks. Default: ${DEFAULT-VALUE}.")
  private List<Integer> lengths = List.of();

  @Option(
      names = "--json",
      defaultValue = "target/bench/seams.json",
      description = "Where the figures go. Default: ${DEFAULT-VALUE}.")
  private Path json = Path.of("");

  /**
   * Chunks against one encoder for the whole.
   *
   * @param segments in a chunk
   * @param sizeRatio bytes over the single encoder's
   * @param sizeAtEqualSsim the same, had both the quality of the single encoder's
   * @param ssimGain difference of the means over all pictures
   * @param worstNear the largest loss of SSIM of a picture within half a second of a boundary
   * @param worstElsewhere the largest loss of all other pictures
   * @param beyondGoal pictures that lost more than 0.005
   */
  record Outcome(
      int segments,
      String rendition,
      double sizeRatio,
      double sizeAtEqualSsim,
      double ssimGain,
      double worstNear,
      double worstElsewhere,
      long beyondGoal) {}

  @Override
  public Integer call() throws Exception {
    FfmpegProgram ffmpeg = FfmpegProgram.unpack();
    Path work = Files.createTempDirectory("framemill-bench-");
    try {
      ChunkedEncode encode = new ChunkedEncode(source, Profiles.load(profile));
      Map<String, MeasuredRendition> single = encoded(ffmpeg, encode, encode.segmentCount(), work);
      Map<String, MeasuredRendition> coarser =
          encoded(ffmpeg, encode.coarser(), encode.segmentCount(), work);
      System.out.printf(
          "%9s %-8s %8s %14s %10s %12s %16s %12s%n",
          "segments",
          "",
          "size",
          "at equal SSIM",
          "SSIM",
          "worst near",
          "worst elsewhere",
          "beyond goal");
      List<Outcome> outcomes = new ArrayList<>();
      for (int length : lengths) {
        Map<String, MeasuredRendition> chunked = encoded(ffmpeg, encode, length, work);
        chunked.forEach(
            (name, mine) ->
                outcomes.add(
                    compared(
                        length,
                        name,
                        Objects.requireNonNull(single.get(name)),
                        Objects.requireNonNull(coarser.get(name)).point(),
                        mine,
                        encode.framesPerSegment())));
      }
      Results results = new Results("seams", json);
      results.put("source", source.getFileName().toString());
      results.put("profile", profile);
      results.put("outcomes", outcomes);
      results.write();
    } finally {
      Results.delete(work);
    }
    return 0;
  }

  private Map<String, MeasuredRendition> encoded(
      FfmpegProgram ffmpeg, ChunkedEncode encode, int segments, Path work) throws Exception {
    Path output = work.resolve("chunks-" + segments);
    encode.run(segments, output);
    Map<String, MeasuredRendition> all = new LinkedHashMap<>();
    for (VideoRendition rendition : encode.renditions()) {
      Path file = ChunkedEncode.joined(output, rendition.name(), work.resolve("joined.mp4"));
      Quality quality =
          Quality.measure(
              ffmpeg, file, source, rendition.widthPixels(), rendition.heightPixels(), work);
      all.put(rendition.name(), new MeasuredRendition(Files.size(file), quality));
    }
    Results.delete(output);
    return all;
  }

  private static Outcome compared(
      int segments,
      String name,
      MeasuredRendition single,
      RatePoint coarser,
      MeasuredRendition chunked,
      int framesPerSegment) {
    List<Double> losses =
        IntStream.range(0, single.quality().frames())
            .mapToObj(i -> single.quality().ssim().get(i) - chunked.quality().ssim().get(i))
            .toList();
    int framesPerChunk = segments * framesPerSegment;
    Outcome outcome =
        new Outcome(
            segments,
            name,
            (double) chunked.bytes() / single.bytes(),
            chunked.point().sizeAtEqualSsim(single.point(), coarser),
            Quality.mean(chunked.quality().ssim()) - Quality.mean(single.quality().ssim()),
            largest(losses, framesPerChunk, true),
            largest(losses, framesPerChunk, false),
            losses.stream().filter(loss -> loss > GOAL).count());
    System.out.printf(
        Locale.ROOT,
        "%9d %-8s %8.4f %14.4f %+10.5f %12.5f %16.5f %12d%n",
        outcome.segments(),
        outcome.rendition(),
        outcome.sizeRatio(),
        outcome.sizeAtEqualSsim(),
        outcome.ssimGain(),
        outcome.worstNear(),
        outcome.worstElsewhere(),
        outcome.beyondGoal());
    return outcome;
  }

  private static double largest(List<Double> losses, int framesPerChunk, boolean near) {
    return IntStream.range(0, losses.size())
        .filter(i -> isNear(i, losses.size(), framesPerChunk) == near)
        .mapToDouble(losses::get)
        .max()
        .orElse(0);
  }

  /** Whether a picture lies near a boundary between two chunks. */
  static boolean isNear(int picture, int pictures, int framesPerChunk) {
    int before = picture % framesPerChunk;
    int toNext = framesPerChunk - before;
    boolean afterBoundary = picture >= framesPerChunk && before < NEAR;
    boolean beforeBoundary = picture + toNext < pictures && toNext <= NEAR;
    return afterBoundary || beforeBoundary;
  }
}
