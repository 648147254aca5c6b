package io.framemill.worker.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExitStatusTest {
  @ParameterizedTest
  @CsvSource({
    "0, slot ended with exit status 0",
    "3, slot ended with exit status 3",
    "128, slot ended with exit status 128",
    "137, slot ended by signal 9 (SIGKILL)",
    "139, slot ended by signal 11 (SIGSEGV)",
    "134, slot ended by signal 6 (SIGABRT)",
    "159, slot ended by signal 31",
    "200, slot ended with exit status 200",
  })
  void describe_withoutCrashReport_namesStatusOrSignal(int status, String words) {
    assertThat(ExitStatus.describe(status, List.of("a line of libav's"))).isEqualTo(words);
  }

  @Test
  void describe_crashReportInTheLog_namesItsSignalAndPlace() {
    List<String> log =
        List.of(
            "# A fatal error has been detected by the Java Runtime Environment:",
            "#  SIGFPE (0x8) at pc=0x00007f12, pid=12, tid=13",
            "# JRE version: OpenJDK Runtime Environment (17.0.15+6)",
            "# Problematic frame:",
            "# C  [libavcodec.so.62+0x1234]  decode_frame+0x5",
            "# CreateCoredumpOnCrash turned off, no core file dumped");

    assertThat(ExitStatus.describe(1, log))
        .isEqualTo(
            "slot ended by signal 8 (SIGFPE) in [libavcodec.so.62+0x1234]  decode_frame+0x5");
  }
}
