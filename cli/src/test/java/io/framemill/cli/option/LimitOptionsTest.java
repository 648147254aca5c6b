package io.framemill.cli.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.framemill.worker.limits.SourceLimits;
import io.framemill.worker.process.SlotLimits;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;

class LimitOptionsTest {
  @Test
  void of_noneGiven_areTheUsualLimits() {
    assertThat(parse()).isEqualTo(SlotLimits.ofThisMachine(3));
  }

  @Test
  void of_allGiven_areThose() {
    SlotLimits limits =
        parse(
            "--task-time=90m",
            "--slot-memory=3G",
            "--task-output=512M",
            "--max-pixels=100",
            "--max-streams=2",
            "--max-fps=60",
            "--max-duration=10s");

    assertThat(limits)
        .isEqualTo(
            new SlotLimits(
                SlotLimits.DEFAULT_SILENCE,
                Duration.ofMinutes(90),
                3L << 30,
                512L << 20,
                new SourceLimits(100, 2, 60, 10_000)));
  }

  @ParameterizedTest
  @CsvSource({
    "--task-time=90, 'a time like 90s, 30m or 6h: 90'",
    "--task-time=0s, time limit is not positive",
    "--slot-memory=2, a size like 512M or 2G: 2",
    "--slot-memory=-1G, a size like 512M or 2G: -1G",
    "--task-output=0K, output limit is not positive",
    "--max-pixels=134217729, 'pixels: 1 to 134217728, not 134217729'",
    "--max-streams=0, 'streams: 1 to 1000, not 0'",
    "--max-fps=-1, pictures per second: 1 to",
    "--max-duration=2d, a time like"
  })
  void of_nonsense_isWrongUsageWithTheRange(String option, String words) {
    assertThatExceptionOfType(ParameterException.class)
        .isThrownBy(() -> parse(option))
        .withMessageContaining(words);
  }

  private static SlotLimits parse(String... arguments) {
    Program program = new Program();
    new CommandLine(program).parseArgs(arguments);
    return program.limits.of(3);
  }

  @Command
  private static final class Program {
    @Mixin private LimitOptions limits = new LimitOptions();
  }
}
