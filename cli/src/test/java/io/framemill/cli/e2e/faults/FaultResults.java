package io.framemill.cli.e2e.faults;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Counts what was done to a cluster and what became of its jobs. Thread-safe. */
final class FaultResults {
  @GuardedBy("this")
  private final Map<String, Integer> faults = new TreeMap<>();

  @GuardedBy("this")
  private final List<String> problems = new ArrayList<>();

  @GuardedBy("this")
  private int done;

  @GuardedBy("this")
  private int failed;

  @GuardedBy("this")
  private int stuck;

  @GuardedBy("this")
  private long retries;

  @GuardedBy("this")
  private long lost;

  @GuardedBy("this")
  private long doubled;

  synchronized void fault(String kind) {
    faults.merge(kind, 1, Integer::sum);
  }

  synchronized int faults() {
    return faults.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** A job is done. */
  synchronized void done(String job, long jobRetries, Output.Difference difference) {
    done++;
    retries += jobRetries;
    lost += difference.lost();
    doubled += difference.doubled();
    if (!difference.isNone()) {
      problems.add(job + ": " + difference);
    }
  }

  /** A job has failed that should not. */
  synchronized void failed(String job, String why) {
    failed++;
    problems.add(job + " failed: " + why);
  }

  /** A job has not ended in time. */
  synchronized void stuck(String job, String status) {
    stuck++;
    problems.add(job + " is stuck: " + status);
  }

  /** Something else is wrong. */
  synchronized void problem(String what) {
    problems.add(what);
  }

  /** All that is not as in an undisturbed run; empty if all is well. */
  synchronized List<String> problems() {
    return List.copyOf(problems);
  }

  /** One line of how far it is. */
  synchronized String progress() {
    return "%d jobs done, %d retries, %d lost, %d doubled, %d failed"
        .formatted(done, retries, lost, doubled, failed);
  }

  /** The table for the end of a run. */
  synchronized String table() {
    StringBuilder table = new StringBuilder("\n");
    faults.forEach((kind, count) -> row(table, kind, count));
    row(table, "faults", faults());
    row(table, "jobs done", done);
    row(table, "retries", retries);
    row(table, "frames lost", lost);
    row(table, "frames doubled", doubled);
    row(table, "jobs failed", failed);
    row(table, "jobs stuck", stuck);
    row(table, "problems", problems.size());
    problems.forEach(problem -> table.append("  ").append(problem).append('\n'));
    return table.toString();
  }

  private static void row(StringBuilder table, String name, long count) {
    table.append("  %-48s %6d%n".formatted(name, count));
  }
}
