package io.framemill.bench.measure;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs commands and measures them with all their descendants. Linux only.
 *
 * <p>Linux adds the CPU time of processes up as their parents wait for them. Those for which nobody
 * waits are missing in that sum, so they are looked at in {@code /proc} as well, rarely: a look
 * takes a millisecond of a processor that the command wants. The larger figure counts.
 */
public final class ProcessMeter {
  private static final long LOOK_MILLIS = 100;
  private static final int LOOKS_PER_MEMORY_LOOK = 2;
  private static final double NANOS_PER_SECOND = 1e9;

  private final Path directory;
  private final boolean countsInstructions;

  /**
   * @param directory for logs; exists
   */
  public ProcessMeter(Path directory) throws IOException, InterruptedException {
    this.directory = directory;
    this.countsInstructions = InstructionCount.works(directory);
  }

  /**
   * Runs a command to its end.
   *
   * @param log takes what it prints
   * @throws IllegalStateException if it fails; the message has the end of its log
   */
  public ProcessCost run(List<String> command, Path log) throws IOException, InterruptedException {
    Path counts = directory.resolve("instructions.txt");
    List<String> measured =
        countsInstructions ? InstructionCount.wrapped(command, counts) : command;
    ProcFiles self = new ProcFiles(ProcessHandle.current().pid());
    double cpuBefore = self.endedChildrenCpuSeconds();
    long start = System.nanoTime();
    Process process =
        new ProcessBuilder(measured)
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
            .start();
    Looks looks = new Looks(process.toHandle());
    for (long i = 0; !process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS); i++) {
      looks.look(i % LOOKS_PER_MEMORY_LOOK == 0);
    }
    double wallSeconds = (System.nanoTime() - start) / NANOS_PER_SECOND;
    if (process.exitValue() != 0) {
      throw new IllegalStateException(
          "Exit code " + process.exitValue() + ": " + command + "\n" + Files.readString(log));
    }
    double waitedFor = self.endedChildrenCpuSeconds() - cpuBefore;
    return new ProcessCost(
        wallSeconds,
        Math.max(looks.cpuSeconds(), waitedFor),
        looks.peakBytes,
        instructions(counts));
  }

  private @Nullable Long instructions(Path counts) throws IOException {
    return countsInstructions ? InstructionCount.read(counts) : null;
  }

  /** What was seen of a process and its descendants. */
  private static final class Looks {
    private final ProcessHandle root;
    private final Map<ProcessHandle, Double> cpuSeconds = new HashMap<>();
    private long peakBytes;

    Looks(ProcessHandle root) {
      this.root = root;
      cpuSeconds.put(root, 0.0);
    }

    void look(boolean alsoMemory) {
      root.descendants().forEach(process -> cpuSeconds.putIfAbsent(process, 0.0));
      long bytes = 0;
      for (Map.Entry<ProcessHandle, Double> entry : cpuSeconds.entrySet()) {
        ProcFiles files = new ProcFiles(entry.getKey().pid());
        entry.setValue(Math.max(entry.getValue(), files.cpuSeconds()));
        bytes += alsoMemory ? files.memoryBytes() : 0;
      }
      peakBytes = Math.max(peakBytes, bytes);
    }

    double cpuSeconds() {
      return cpuSeconds.values().stream().mapToDouble(Double::doubleValue).sum();
    }
  }
}
