package io.framemill.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.framemill.bench.measure.LiveTable;
import io.framemill.bench.measure.MeasuredRendition;
import io.framemill.bench.measure.Median;
import io.framemill.bench.measure.ProcessCost;
import io.framemill.bench.measure.ProcessMeter;
import io.framemill.bench.measure.Quality;
import io.framemill.bench.measure.Results;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

  @Option(names = "--runs", defaultValue = "5", description = "Of each. Default: ${DEFAULT-VALUE}.")
  private int runs;

  @Option(names = "--loops", defaultValue = "1", description = "Play the source so often.")
  private int loops;

  @Option(names = "--no-quality", description = "Leave SSIM, PSNR and XPSNR out.")
  private boolean withoutQuality;

  @Mixin private Results results = new Results();

  private static final LiveTable COSTS =
      new LiveTable()
          .column("", 12, "%s")
          .column("wall s", 9, "%.2f")
          .column("CPU s", 9, "%.2f")
          .column("peak MB", 9, "%.0f")
          .column("user Ginstr", 12, "%s");

  /** A is ffmpeg, B is framemill. */
  private static final LiveTable QUALITY =
      new LiveTable()
          .column("luma", 12, "%s")
          .column("pictures", 8, "%d")
          .column("A: SSIM", 8, "%.5f")
          .column("B: SSIM", 8, "%.5f")
          .column("A: PSNR", 8, "%.2f")
          .column("B: PSNR", 8, "%.2f")
          .column("A: XPSNR", 8, "%.2f")
          .column("B: XPSNR", 8, "%.2f")
          .column("size", 7, "%.4f")
          .column("at equal SSIM", 13, "%.4f")
          .column("largest loss", 12, "%.5f");

  /**
   * What was measured on one source.
   *
   * @param ffmpeg its runs, in order
   * @param framemill its runs, in order; each after ffmpeg's of the same place
   * @param wallRatio the median of framemill's wall time over ffmpeg's, pair by pair
   * @param cpuRatio the same of CPU time
   * @param instructionsRatio the same of user instructions; NaN where they cannot be counted
   */
  record Comparison(
      String source,
      List<ProcessCost> ffmpeg,
      List<ProcessCost> framemill,
      double wallRatio,
      double cpuRatio,
      double instructionsRatio,
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
  record Means(double ssim, double minSsim, double psnr, double xpsnr) {
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
    try (WorkDirectory work = WorkDirectory.create()) {
      List<Comparison> all = new ArrayList<>();
      for (Path source : sources) {
        all.add(new Run(ffmpeg, framemill, work).compare(source));
      }
      results.put("comparisons", all);
      results.write();
    }
    return 0;
  }

  /** One source's turn. */
  private final class Run {
    private final FfmpegProgram ffmpeg;
    private final FramemillProgram framemill;
    private final WorkDirectory work;
    private final ProcessMeter meter;

    Run(FfmpegProgram ffmpeg, FramemillProgram framemill, WorkDirectory work) throws Exception {
      this.ffmpeg = ffmpeg;
      this.framemill = framemill;
      this.work = work;
      this.meter = new ProcessMeter(work.path());
    }

    Comparison compare(Path original) throws Exception {
      Path source = loops == 1 ? original.toAbsolutePath() : looped(original);
      JsonNode plan = framemill.json("plan", "--json", "-p", profile, source.toString());
      System.out.printf(
          Locale.ROOT, "%n%s, %s, %d runs each%n", source.getFileName(), profile, runs);
      COSTS.printHeadings();
      List<ProcessCost> costsOfFfmpeg = new ArrayList<>();
      List<ProcessCost> costsOfFramemill = new ArrayList<>();
      for (int i = 0; i < runs; i++) {
        costsOfFfmpeg.add(runFfmpeg(source, plan));
        costsOfFramemill.add(runFramemill(source));
      }
      double wall = Median.ofRatios(costsOfFramemill, costsOfFfmpeg, ProcessCost::wallSeconds);
      double cpu = Median.ofRatios(costsOfFramemill, costsOfFfmpeg, ProcessCost::cpuSeconds);
      double instructions =
          Median.ofRatios(costsOfFramemill, costsOfFfmpeg, ProcessCost::instructions);
      long ffmpegBytes = bytes(directory("ffmpeg"));
      long framemillBytes = bytes(FramemillProgram.programme(directory("framemill")));
      print("ffmpeg", medians(costsOfFfmpeg));
      print("framemill", medians(costsOfFramemill));
      System.out.printf(
          Locale.ROOT,
          "framemill / ffmpeg, median of the pairs: wall %.3f, CPU %.3f, user instructions %.3f;"
              + " bytes %.4f%n",
          wall,
          cpu,
          instructions,
          (double) framemillBytes / ffmpegBytes);
      return new Comparison(
          original.getFileName().toString(),
          costsOfFfmpeg,
          costsOfFramemill,
          wall,
          cpu,
          instructions,
          ffmpegBytes,
          framemillBytes,
          withoutQuality ? List.of() : quality(source, plan));
    }

    private Path directory(String name) {
      return work.path().resolve(name);
    }

    private Path looped(Path original) throws Exception {
      Path file = directory("looped-" + loops + "x-" + original.getFileName());
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

    private ProcessCost runFfmpeg(Path source, JsonNode plan) throws Exception {
      Path output = Files.createDirectory(work.empty("ffmpeg"));
      List<String> command = ffmpeg.command(FfmpegLadder.arguments(source, plan, 0, output));
      ProcessCost cost = meter.run(command, directory("ffmpeg.log"));
      print("A ffmpeg", cost);
      return cost;
    }

    private ProcessCost runFramemill(Path source) throws Exception {
      Path output = work.empty("framemill");
      List<String> command =
          framemill.command(
              "transcode", "-q", "-p", profile, "-o", output.toString(), source.toString());
      ProcessCost cost = meter.run(command, directory("framemill.log"));
      print("B framemill", cost);
      return cost;
    }

    private List<RenditionQuality> quality(Path source, JsonNode plan) throws Exception {
      List<RenditionQuality> all = new ArrayList<>();
      System.out.println();
      QUALITY.printHeadings();
      Path coarser = Files.createDirectory(work.empty("ffmpeg-coarser"));
      ffmpeg.run(FfmpegLadder.arguments(source, plan, 1, coarser));
      Path programme = FramemillProgram.programme(directory("framemill"));
      for (int i = 0; i < plan.required("videoRenditions").size(); i++) {
        JsonNode rendition = plan.required("videoRenditions").get(i);
        String name = rendition.required("name").asText();
        all.add(
            compared(
                name,
                measure(FfmpegLadder.directory(directory("ffmpeg"), i), source, rendition),
                measure(FfmpegLadder.directory(coarser, i), source, rendition),
                measure(programme.resolve("video").resolve(name), source, rendition)));
      }
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
              work.path());
      return new MeasuredRendition(bytes(directory), quality);
    }
  }

  private static RenditionQuality compared(
      String name, MeasuredRendition theirs, MeasuredRendition coarser, MeasuredRendition ours) {
    int pictures = ours.quality().frames();
    if (pictures != theirs.quality().frames()) {
      System.out.printf(
          Locale.ROOT, "%s: ffmpeg has %d pictures%n", name, theirs.quality().frames());
    }
    double loss = 0;
    for (int i = 0; i < Math.min(pictures, theirs.quality().frames()); i++) {
      loss = Math.max(loss, theirs.quality().ssim().get(i) - ours.quality().ssim().get(i));
    }
    Means a = Means.of(theirs.quality());
    Means b = Means.of(ours.quality());
    double size = (double) ours.bytes() / theirs.bytes();
    double sizeAtEqualSsim = ours.point().sizeAtEqualSsim(theirs.point(), coarser.point());
    QUALITY.printRow(
        name,
        pictures,
        a.ssim(),
        b.ssim(),
        a.psnr(),
        b.psnr(),
        a.xpsnr(),
        b.xpsnr(),
        size,
        sizeAtEqualSsim,
        loss);
    return new RenditionQuality(name, pictures, a, b, size, sizeAtEqualSsim, loss);
  }

  private static ProcessCost medians(List<ProcessCost> costs) {
    boolean counted = costs.get(0).userInstructions() != null;
    return new ProcessCost(
        Median.of(costs, ProcessCost::wallSeconds),
        Median.of(costs, ProcessCost::cpuSeconds),
        (long) Median.of(costs, ProcessCost::peakBytes),
        counted ? (long) Median.of(costs, ProcessCost::instructions) : null);
  }

  private static void print(String name, ProcessCost cost) {
    COSTS.printRow(
        name,
        cost.wallSeconds(),
        cost.cpuSeconds(),
        cost.peakBytes() / 1e6,
        cost.userInstructions() == null
            ? "no perf"
            : String.format(Locale.ROOT, "%.2f", cost.instructions() / 1e9));
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
