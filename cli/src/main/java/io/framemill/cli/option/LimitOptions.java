package io.framemill.cli.option;

import io.framemill.worker.limits.SourceLimits;
import io.framemill.worker.process.SlotLimits;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** What one task may take and one source may ask for, as options of each command with slots. */
public final class LimitOptions {
  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec command;

  @Option(
      names = "--task-time",
      paramLabel = "TIME",
      converter = Time.class,
      description = "Maximum run time of a task, such as 90m. Default: 6h")
  private @Nullable Duration taskTime;

  @Option(
      names = "--slot-memory",
      paramLabel = "SIZE",
      converter = Size.class,
      description =
          "Maximum memory of a slot, such as 2G."
              + " Default: the memory of the machine divided by the slots, at least 1G")
  private @Nullable Long slotMemory;

  @Option(
      names = "--task-output",
      paramLabel = "SIZE",
      converter = Size.class,
      description = "Maximum size of the output of a task. Default: 128G")
  private @Nullable Long taskOutput;

  @Option(
      names = "--max-pixels",
      paramLabel = "N",
      description = "Maximum pixels of a source picture. Default: 67108864 (8192x8192)")
  private @Nullable Long maxPixels;

  @Option(
      names = "--max-streams",
      paramLabel = "N",
      description = "Maximum number of streams of a source. Default: 200")
  private @Nullable Integer maxStreams;

  @Option(
      names = "--max-fps",
      paramLabel = "N",
      description = "Maximum frames per second of a source. Default: 1000")
  private @Nullable Integer maxFps;

  @Option(
      names = "--max-duration",
      paramLabel = "TIME",
      converter = Time.class,
      description = "Maximum duration of a source. Default: 48h")
  private @Nullable Duration maxDuration;

  /**
   * The limits of each slot.
   *
   * @throws ParameterException if one of the options makes no sense
   */
  public SlotLimits of(int slots) {
    SlotLimits usual = SlotLimits.ofThisMachine(slots);
    try {
      return new SlotLimits(
          usual.silence(),
          or(taskTime, usual.taskTime()),
          or(slotMemory, usual.residentBytes()),
          or(taskOutput, usual.writtenBytes()),
          source(usual.source()));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(
          Objects.requireNonNull(command).commandLine(), String.valueOf(e.getMessage()));
    }
  }

  private SourceLimits source(SourceLimits usual) {
    return new SourceLimits(
        or(maxPixels, usual.picturePixels()),
        or(maxStreams, usual.streams()),
        or(maxFps, usual.picturesPerSecond()),
        maxDuration == null ? usual.durationMillis() : maxDuration.toMillis());
  }

  private static <T> T or(@Nullable T given, T usual) {
    return given == null ? usual : given;
  }

  private static long amount(String text, String form, Map<String, Long> units, String example) {
    Matcher matcher = Pattern.compile(form).matcher(text.toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      throw new TypeConversionException("not " + example + ": " + text);
    }
    return Long.parseLong(matcher.group(1)) * units.getOrDefault(matcher.group(2), 1L);
  }

  /** Reads {@code 512M} or {@code 2G}: bytes, in powers of 1024. */
  static final class Size implements ITypeConverter<Long> {
    private static final Map<String, Long> UNITS =
        Map.of("k", 1L << 10, "m", 1L << 20, "g", 1L << 30, "t", 1L << 40);

    @Override
    public Long convert(String value) {
      return amount(value, "([0-9]{1,6})([kmgt])", UNITS, "a size like 512M or 2G");
    }
  }

  /** Reads {@code 90s}, {@code 30m} or {@code 6h}. */
  static final class Time implements ITypeConverter<Duration> {
    private static final Map<String, Long> UNITS = Map.of("s", 1L, "m", 60L, "h", 3600L);

    @Override
    public Duration convert(String value) {
      return Duration.ofSeconds(
          amount(value, "([0-9]{1,6})([smh])", UNITS, "a time like 90s, 30m or 6h"));
    }
  }
}
