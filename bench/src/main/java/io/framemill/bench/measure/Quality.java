package io.framemill.bench.measure;

import io.framemill.bench.FfmpegProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How near a rendition is to its source, picture by picture, as FFmpeg's filters ssim, psnr and
 * xpsnr see it. The source is scaled to the rendition's size first.
 *
 * @param ssim of luma, 0 to 1, for each picture
 * @param psnr of luma in dB, for each picture; equal pictures count 100
 * @param xpsnr of luma in dB, for each picture; equal pictures count 100
 */
public record Quality(List<Double> ssim, List<Double> psnr, List<Double> xpsnr) {
  private static final Pattern SSIM = Pattern.compile(" Y:([0-9.]+)");
  private static final Pattern PSNR = Pattern.compile("psnr_y:([0-9.]+|inf)");
  private static final Pattern XPSNR = Pattern.compile("XPSNR y: *([0-9.]+|inf)");
  private static final double OF_EQUALS = 100;

  /**
   * The comparison is of numbers: without one name for both, a filter converts colours of sources
   * that do not say what theirs mean.
   */
  private static final String ALIKE =
      "setpts=PTS-STARTPTS,setparams=range=tv:color_primaries=bt709:color_trc=bt709"
          + ":colorspace=bt709";

  /**
   * Measures one rendition.
   *
   * @param playlist a playlist or file of the rendition
   * @param work an existing directory
   */
  public static Quality measure(
      FfmpegProgram ffmpeg, Path playlist, Path source, int width, int height, Path work)
      throws IOException, InterruptedException {
    Path ssim = work.resolve("ssim.log");
    Path psnr = work.resolve("psnr.log");
    Path xpsnr = work.resolve("xpsnr.log");
    String graph =
        String.format(
            Locale.ROOT,
            "[0:v:0]%s,format=yuv420p,split=3[a1][a2][a3];"
                + "[1:v:0]%s,scale=%d:%d:flags=bicubic,setsar=1,format=yuv420p,"
                + "split=3[b1][b2][b3];"
                + "[a1][b1]ssim=stats_file=%s[o1];[a2][b2]psnr=stats_file=%s[o2];"
                + "[a3][b3]xpsnr=stats_file=%s[o3]",
            ALIKE,
            ALIKE,
            width,
            height,
            ssim,
            psnr,
            xpsnr);
    List<String> arguments = new ArrayList<>(List.of("-i", playlist.toString()));
    arguments.addAll(List.of("-i", source.toString(), "-lavfi", graph));
    for (String end : List.of("[o1]", "[o2]", "[o3]")) {
      arguments.addAll(List.of("-map", end, "-f", "null", "-"));
    }
    ffmpeg.run(arguments);
    return new Quality(values(ssim, SSIM), values(psnr, PSNR), values(xpsnr, XPSNR));
  }

  public int frames() {
    return ssim.size();
  }

  public static double mean(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
  }

  public static double least(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).min().orElse(Double.NaN);
  }

  private static List<Double> values(Path log, Pattern pattern) throws IOException {
    List<Double> values = new ArrayList<>();
    for (String line : Files.readAllLines(log)) {
      Matcher matcher = pattern.matcher(line);
      if (matcher.find() && line.startsWith("n:")) {
        String value = matcher.group(1);
        values.add("inf".equals(value) ? OF_EQUALS : Double.parseDouble(value));
      }
    }
    return List.copyOf(values);
  }
}
