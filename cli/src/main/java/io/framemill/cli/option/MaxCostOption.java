package io.framemill.cli.option;

import io.framemill.controller.plan.CostLimit;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The most work that a job of the user's own files may be. */
public final class MaxCostOption {
  @Option(
      names = "--max-cost",
      paramLabel = "N",
      converter = CoreSeconds.class,
      description =
          "Maximum estimated cost of a job, in seconds of one core, or \"off\". Default: off")
  private @Nullable Long coreSeconds;

  public CostLimit limit() {
    return coreSeconds == null ? CostLimit.NONE : new CostLimit(coreSeconds, List.of());
  }

  /** Reads {@code 200000} or {@code off}. */
  public static final class CoreSeconds implements ITypeConverter<Long> {
    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,11}");

    @Override
    public Long convert(String value) {
      if (value.equals("off")) {
        return CostLimit.NONE.coreSeconds();
      }
      if (NUMBER.matcher(value).matches()) {
        return Long.parseLong(value);
      }
      throw new TypeConversionException("not a number of core-seconds from 1, nor off: " + value);
    }
  }
}
