package io.framemill.controller.plan;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;

/**
 * Maximum work of a job, by the estimate of its plan. Small files can cause much work: an animated
 * picture of 8000x8000 takes minutes for a few kilobytes.
 *
 * @param coreSeconds seconds of one core, from 1
 * @param directories top-level directories of the storage to which the limit applies: those that
 *     submitters can upload to; empty for all sources
 */
public record CostLimit(long coreSeconds, List<String> directories) {
  /**
   * The default of {@code serve} for uploads: more than a film of 3 hours in any built-in profile.
   */
  public static final long DEFAULT_UPLOAD_CORE_SECONDS = 500_000;

  /** No limit. */
  public static final CostLimit NONE = new CostLimit(Long.MAX_VALUE, List.of());

  public CostLimit {
    directories = List.copyOf(directories);
    if (coreSeconds < 1) {
      throw new IllegalArgumentException("core-seconds: at least 1, not " + coreSeconds);
    }
  }

  /**
   * Checks a plan against the limit.
   *
   * @param source storage key of its source
   * @return the plan
   * @throws UnplannableException if its estimate is above the limit
   */
  public Plan check(Plan plan, String source) {
    double estimate = plan.costSeconds();
    if (estimate > coreSeconds && holdsFor(source)) {
      throw new UnplannableException(
          String.format(
              Locale.ROOT,
              "The job would take about %,.0f core-seconds, and the limit is %,d (--max-cost)."
                  + " Take a shorter or smaller source, or a profile with fewer, smaller or faster"
                  + " renditions. The operator can raise the limit.",
              Math.ceil(estimate),
              coreSeconds));
    }
    return plan;
  }

  /**
   * Also applies to keys such as {@code ./uploads/a} or, where file systems ignore case, {@code
   * Uploads/a}.
   */
  private boolean holdsFor(String source) {
    String top = topDirectory(source);
    return directories.isEmpty() || directories.stream().anyMatch(top::equalsIgnoreCase);
  }

  private static String topDirectory(String key) {
    Deque<String> steps = new ArrayDeque<>();
    for (String step : key.split("/")) {
      if (step.equals("..")) {
        steps.pollLast();
      } else if (!step.isEmpty() && !step.equals(".")) {
        steps.addLast(step);
      }
    }
    return steps.isEmpty() ? "" : steps.getFirst();
  }
}
