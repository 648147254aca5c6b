package io.framemill.worker.process;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Describes how a slot process ended. */
final class ExitStatus {
  /** Added to the signal's number in the exit status of a process that a signal ended. */
  private static final int SIGNAL_BASE = 128;

  private static final int MAX_SIGNAL = 64;

  /** Signals with the same number on Linux and macOS. */
  private static final Map<Integer, String> SIGNALS =
      Map.ofEntries(
          Map.entry(1, "SIGHUP"),
          Map.entry(2, "SIGINT"),
          Map.entry(3, "SIGQUIT"),
          Map.entry(4, "SIGILL"),
          Map.entry(5, "SIGTRAP"),
          Map.entry(6, "SIGABRT"),
          Map.entry(8, "SIGFPE"),
          Map.entry(9, "SIGKILL"),
          Map.entry(11, "SIGSEGV"),
          Map.entry(13, "SIGPIPE"),
          Map.entry(14, "SIGALRM"),
          Map.entry(15, "SIGTERM"));

  /** A line of the JVM's crash report: {@code # SIGSEGV (0xb) at pc=0x..., pid=1, tid=2}. */
  private static final Pattern CRASH = Pattern.compile("#\\s+SIG[A-Z]+ \\(0x([0-9a-f]+)\\) at .*");

  /** The line after "Problematic frame:": {@code # C [libavcodec.so.62+0x1234] function+0x5}. */
  private static final Pattern FRAME = Pattern.compile("# [CVvJjA]\\s+(\\S.*)");

  private ExitStatus() {}

  /**
   * Describes an exit status in one line for users.
   *
   * @param status as {@link Process#exitValue} gives it
   * @param log last lines of the slot's log: after a crash in native code the JVM ends with status
   *     1, or with SIGABRT if core dumps are enabled, and logs the actual signal
   */
  static String describe(int status, List<String> log) {
    Optional<String> crash = last(CRASH, log);
    if (crash.isPresent()) {
      String frame = last(FRAME, log).map(place -> " in " + place).orElse("");
      return bySignal(Integer.parseInt(crash.get(), 16)) + frame;
    }
    int signal = status - SIGNAL_BASE;
    return signal >= 1 && signal <= MAX_SIGNAL
        ? bySignal(signal)
        : "slot ended with exit status " + status;
  }

  private static String bySignal(int number) {
    String name = SIGNALS.containsKey(number) ? " (" + SIGNALS.get(number) + ")" : "";
    return "slot ended by signal " + number + name;
  }

  private static Optional<String> last(Pattern pattern, List<String> log) {
    return log.stream()
        .map(pattern::matcher)
        .filter(Matcher::matches)
        .map(matcher -> matcher.group(1))
        .reduce((earlier, later) -> later);
  }
}
