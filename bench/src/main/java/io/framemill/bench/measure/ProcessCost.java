package io.framemill.bench.measure;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * What running a command cost.
 *
 * @param wallSeconds from its start to its end
 * @param cpuSeconds user and system time of the process and its descendants
 * @param peakBytes the largest sum of memory that was seen over all its processes at one time; each
 *     page counted in parts for those who share it (PSS, {@code
 *     Documentation/filesystems/proc.rst})
 * @param userInstructions what {@code perf stat -e instructions:u} counted; null where it does not
 *     work
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record ProcessCost(
    double wallSeconds, double cpuSeconds, long peakBytes, @Nullable Long userInstructions) {
  /** What was counted; NaN if nothing was. */
  public double instructions() {
    return userInstructions == null ? Double.NaN : userInstructions;
  }
}
