package io.framemill.worker.task;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Puts into words how a slot process ended. */
final class ExitStatus {
  /** A process that a signal ended has this plus the signal's number as its status. */
  private static final int SIGNAL_BASE = 128;

  private static final int MAX_SIGNAL = 64;

  /** Those with the same number on Linux and macOS. */
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
  private static final Pattern CRASH = Pattern.compile("#\\s+(SIG[A-Z]+ \\(0x[0-9a-f]+\\)) at .*");

  /** Its line after "Problematic frame:": {@code # C [libavcodec.so.62+0x1234] function+0x5}. */
  private static final Pattern FRAME = Pattern.compile("# [CVvJjA]\\s+(\\S.*)");

  private ExitStatus() {}

  /**
   * One line for people.
   *
   * @param status as {@link Process#exitValue} gives it
   * @param log last lines of the slot's log: after a crash in native code the JVM ends with
   *     SIGABRT, whatever happened, and names the real signal there
   */
  static String describe(int status, List<String> log) {
    int signal = status - SIGNAL_BASE;
    if (signal < 1 || signal > MAX_SIGNAL) {
      return "slot ended with exit status " + status;
    }
    String name = SIGNALS.containsKey(signal) ? " (" + SIGNALS.get(signal) + ")" : "";
    return "slot ended by signal " + signal + name + crash(log);
  }

  private static String crash(List<String> log) {
    String signal = last(CRASH, log);
    String frame = last(FRAME, log);
    if (signal.isEmpty()) {
      return "";
    }
    return " after " + signal + (frame.isEmpty() ? "" : " in " + frame);
  }

  private static String last(Pattern pattern, List<String> log) {
    String found = "";
    for (String line : log) {
      Matcher matcher = pattern.matcher(line);
      found = matcher.matches() ? matcher.group(1) : found;
    }
    return found;
  }
}
