package io.framemill.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code framemill transcode} against one {@code ffmpeg} process of the same build that makes the
 * same ladder, by turns.
 */
@Command(
    name = "ffmpeg",
    description =
        "Compares \"framemill transcode\" with one ffmpeg process that makes the same ladder.",
    mixinStandardHelpOptions = true)
final class VersusFfmpeg implements Callable<Integer> {
  @Parameters(arity = "1..*", paramLabel = "FILE", description = "Sources.")
  private List<Path> sources = List.of();

  @Option(
      names = {"-p", "--profile"},
      defaultValue = "hls-h264",
      description = "Built-in profile or file; H.264 only. Default: ${DEFAULT-VALUE}.")
  private String profile = "";

  @Option(names = "--runs", defaultValue = "5", description = "Of each. Default: 5.")
  private int runs;

  @Option(names = "--loops", defaultValue = "1", description = "Play the source so often.")
  private int loops;

  @Option(names = "--no-quality", description = "Leave SSIM, PSNR and XPSNR out.")
  private boolean withoutQuality;

  @Option(
      names = "--json",
      defaultValue = "target/bench/ffmpeg.json",
      description = "Where the figures go. Default: ${DEFAULT-VALUE}.")
  private Path json = Path.of("");

  /**
   * What was measured on one source.
   *
   * @param ffmpeg its runs, in order
   * @param framemill its runs, in order; each after ffmpeg's of the same place
   * @param wallRatio the median of framemill's wall time over ffmpeg's, pair by pair
   */
  record Comparison(
      String source,
      List<Cost> ffmpeg,
      List<Cost> framemill,
      double wallRatio,
      double cpuRatio,
      long ffmpegBytes,
      long framemillBytes,
      List<RenditionQuality> quality) {}

  /**
   * The quality of one rendition, as means over its pictures.
   *
   * @param sizeRatio framemill's bytes over ffmpeg's
   * @param sizeAtEqualSsim the same, had both ffmpeg's quality
   * @param largestSsimLoss the most that a picture of framemill's is worse than ffmpeg's
   */
  record RenditionQuality(
      String rendition,
      int frames,
      Means ffmpeg,
      Means framemill,
      double sizeRatio,
      double sizeAtEqualSsim,
      double largestSsimLoss) {}

  /** Means of luma over all pictures, and the least SSIM. */
  record Means(double ssim, double leastSsim, double psnr, double xpsnr) {
    static Means of(Quality quality) {
      return new Means(
          Quality.mean(quality.ssim()),
          Quality.least(quality.ssim()),
          Quality.mean(quality.psnr()),
          Quality.mean(quality.xpsnr()));
    }
  }

  @Override
  public Integer call() throws Exception {
    FfmpegProgram ffmpeg = FfmpegProgram.unpack();
    FramemillProgram framemill = FramemillProgram.ready();
    Path work = Files.createTempDirectory("framemill-bench-");
    try {
      Results results = new Results("ffmpeg", json);
      List<Comparison> all = new ArrayList<>();
      for (Path source : sources) {
        all.add(new Run(ffmpeg, framemill, work).compare(source));
      }
      results.put("profile", profile);
      results.put("loops", loops);
      results.put("comparisons", all);
      results.write();
    } finally {
      Results.delete(work);
    }
    return 0;
  }

  /** One source's turn. */
  private final class Run {
    private final FfmpegProgram ffmpeg;
    private final FramemillProgram framemill;
    private final Path work;
    private final ProcessMeter meter;

    Run(FfmpegProgram ffmpeg, FramemillProgram framemill, Path work) throws Exception {
      this.ffmpeg = ffmpeg;
      this.framemill = framemill;
      this.work = work;
      this.meter = new ProcessMeter(work);
    }

    Comparison compare(Path original) throws Exception {
      Path source = loops == 1 ? original.toAbsolutePath() : looped(original);
      JsonNode plan = framemill.json("plan", "--json", "-p", profile, source.toString());
      System.out.printf(
          Locale.ROOT, "%n%s, %s, %d runs each%n", source.getFileName(), profile, runs);
      System.out.printf(
          "%-12s %9s %9s %9s %12s%n", "", "wall s", "CPU s", "peak MB", "user Ginstr");
      List<Cost> costsOfFfmpeg = new ArrayList<>();
      List<Cost> costsOfFramemill = new ArrayList<>();
      for (int i = 0; i < runs; i++) {
        costsOfFfmpeg.add(runFfmpeg(source, plan));
        costsOfFramemill.add(runFramemill(source));
      }
      double wall = ratio(costsOfFramemill, costsOfFfmpeg, true);
      double cpu = ratio(costsOfFramemill, costsOfFfmpeg, false);
      long ffmpegBytes = bytes(work.resolve("ffmpeg"));
      long framemillBytes = bytes(FramemillProgram.programme(work.resolve("framemill")));
      print("ffmpeg", medians(costsOfFfmpeg));
      print("framemill", medians(costsOfFramemill));
      System.out.printf(
          Locale.ROOT,
          "framemill / ffmpeg, median of the pairs: wall %.3f, CPU %.3f; bytes %.4f%n",
          wall,
          cpu,
          (double) framemillBytes / ffmpegBytes);
      return new Comparison(
          original.getFileName().toString(),
          costsOfFfmpeg,
          costsOfFramemill,
          wall,
          cpu,
          ffmpegBytes,
          framemillBytes,
          withoutQuality ? List.of() : quality(source, plan));
    }

    private Path looped(Path original) throws Exception {
      Path file = work.resolve("looped-" + loops + "x-" + original.getFileName());
      ffmpeg.run(
          List.of(
              "-stream_loop",
              Integer.toString(loops - 1),
              "-i",
              original.toString(),
              "-c",
              "copy",
              file.toString()));
      return file;
    }

    private Cost runFfmpeg(Path source, JsonNode plan) throws Exception {
      Path output = work.resolve("ffmpeg");
      Results.delete(output);
      Files.createDirectories(output);
      List<String> command = ffmpeg.command(FfmpegLadder.arguments(source, plan, 0, output));
      Cost cost = meter.run(command, work.resolve("ffmpeg.log"));
      print("A ffmpeg", cost);
      return cost;
    }

    private Cost runFramemill(Path source) throws Exception {
      Path output = work.resolve("framemill");
      Results.delete(output);
      List<String> command =
          framemill.command(
              "transcode", "-q", "-p", profile, "-o", output.toString(), source.toString());
      Cost cost = meter.run(command, work.resolve("framemill.log"));
      print("B framemill", cost);
      return cost;
    }

    private List<RenditionQuality> quality(Path source, JsonNode plan) throws Exception {
      List<RenditionQuality> all = new ArrayList<>();
      System.out.printf(
          "%n%-12s %8s %18s %16s %16s %8s %14s %13s%n",
          "luma",
          "pictures",
          "SSIM",
          "PSNR dB",
          "XPSNR dB",
          "size",
          "at equal SSIM",
          "largest loss");
      Path coarser = Files.createDirectories(work.resolve("ffmpeg-coarser"));
      ffmpeg.run(FfmpegLadder.arguments(source, plan, 1, coarser));
      Path programme = FramemillProgram.programme(work.resolve("framemill"));
      for (int i = 0; i < plan.required("videoRenditions").size(); i++) {
        JsonNode rendition = plan.required("videoRenditions").get(i);
        String name = rendition.required("name").asText();
        all.add(
            compared(
                name,
                measure(FfmpegLadder.directory(work.resolve("ffmpeg"), i), source, rendition),
                measure(FfmpegLadder.directory(coarser, i), source, rendition),
                measure(programme.resolve("video").resolve(name), source, rendition)));
      }
      Results.delete(coarser);
      return all;
    }

    private MeasuredRendition measure(Path directory, Path source, JsonNode rendition)
        throws Exception {
      Quality quality =
          Quality.measure(
              ffmpeg,
              directory.resolve("playlist.m3u8"),
              source,
              rendition.required("widthPixels").asInt(),
              rendition.required("heightPixels").asInt(),
              work);
      return new MeasuredRendition(bytes(directory), quality);
    }
  }

  private static RenditionQuality compared(
      String name, MeasuredRendition theirs, MeasuredRendition coarser, MeasuredRendition ours) {
    double loss = 0;
    for (int i = 0; i < Math.min(theirs.quality().frames(), ours.quality().frames()); i++) {
      loss = Math.max(loss, theirs.quality().ssim().get(i) - ours.quality().ssim().get(i));
    }
    Means a = Means.of(theirs.quality());
    Means b = Means.of(ours.quality());
    double size = (double) ours.bytes() / theirs.bytes();
    double sizeAtEqualSsim = ours.point().sizeAtEqualSsim(theirs.point(), coarser.point());
    System.out.printf(
        Locale.ROOT,
        "%-12s %8d %7.5f -> %.5f %6.2f -> %.2f %6.2f -> %.2f %8.4f %14.4f %13.5f%n",
        name,
        ours.quality().frames(),
        a.ssim(),
        b.ssim(),
        a.psnr(),
        b.psnr(),
        a.xpsnr(),
        b.xpsnr(),
        size,
        sizeAtEqualSsim,
        loss);
    return new RenditionQuality(name, ours.quality().frames(), a, b, size, sizeAtEqualSsim, loss);
  }

  private static double ratio(List<Cost> ours, List<Cost> theirs, boolean wall) {
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < ours.size(); i++) {
      ratios.add(
          wall
              ? ours.get(i).wallSeconds() / theirs.get(i).wallSeconds()
              : ours.get(i).cpuSeconds() / theirs.get(i).cpuSeconds());
    }
    return Median.of(ratios);
  }

  private static Cost medians(List<Cost> costs) {
    boolean counted = costs.get(0).userInstructions() != null;
    return new Cost(
        Median.of(costs, Cost::wallSeconds),
        Median.of(costs, Cost::cpuSeconds),
        (long) Median.of(costs, Cost::peakBytes),
        counted ? (long) Median.of(costs, cost -> requireCount(cost)) : null);
  }

  private static double requireCount(Cost cost) {
    Long count = cost.userInstructions();
    return count == null ? Double.NaN : count;
  }

  private static void print(String name, Cost cost) {
    System.out.printf(
        Locale.ROOT,
        "%-12s %9.2f %9.2f %9.0f %12s%n",
        name,
        cost.wallSeconds(),
        cost.cpuSeconds(),
        cost.peakBytes() / 1e6,
        cost.userInstructions() == null
            ? "no perf"
            : String.format(Locale.ROOT, "%.2f", cost.userInstructions() / 1e9));
  }

  private static long bytes(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files
          .filter(file -> file.toString().endsWith(".m4s") || file.toString().endsWith(".mp4"))
          .mapToLong(file -> file.toFile().length())
          .sum();
    }
  }
}
