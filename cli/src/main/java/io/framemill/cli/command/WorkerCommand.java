package io.framemill.cli.command;

import io.framemill.cli.console.StopSignals;
import io.framemill.cli.option.BrokerOptions;
import io.framemill.cli.option.LimitOptions;
import io.framemill.cli.option.SlotsOption;
import io.framemill.protocol.Release;
import io.framemill.protocol.broker.BrokerException;
import io.framemill.protocol.broker.rabbit.BrokerStartup;
import io.framemill.protocol.broker.rabbit.RabbitBroker;
import io.framemill.protocol.broker.rabbit.RabbitConfig;
import io.framemill.protocol.storage.AtomicFile;
import io.framemill.protocol.storage.Storage;
import io.framemill.protocol.storage.TemporaryDirectory;
import io.framemill.protocol.text.PrintableText;
import io.framemill.protocol.tls.TlsException;
import io.framemill.worker.task.Supervisor;
import io.framemill.worker.task.SupervisorConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code framemill worker}: runs tasks from the broker until it is told to stop. Exit codes: 0
 * after a clean stop, 1 if it fails, 2 for wrong usage, 130 after a second signal, which returns
 * the running tasks to the broker for other workers.
 */
@Command(
    name = "worker",
    header = "Run a worker: execute tasks from the broker until stopped.",
    description = {
      "Start one worker on each machine. All workers and the controller (framemill serve) need the"
          + " same broker and the same media directory.",
      "",
      "SIGTERM or Ctrl-C drains the worker: it takes no more tasks, lets running ones finish for"
          + " --grace seconds, hands the rest back to the broker and exits with 0. A second signal"
          + " stops it at once with exit code 130."
    },
    footer = {
      "  framemill worker",
      "  framemill worker --broker amqps://rabbit.example --media /mnt/media \\",
      "      --broker-credentials-file rabbit.txt"
    })
public final class WorkerCommand implements Callable<Integer> {
  private static final int OK = 0;
  private static final int FAILED = 1;
  private static final int INTERRUPTED = 130;
  @Spec private @Nullable CommandSpec spec;

  @Mixin private BrokerOptions broker = new BrokerOptions();

  @Option(
      names = "--media",
      paramLabel = "DIR",
      defaultValue = "media",
      description =
          "Media directory that all machines share. Sources are below it, output goes to its"
              + " directory \"out\". Default: ${DEFAULT-VALUE}")
  private Path media = Path.of("media");

  @Mixin private SlotsOption slots = new SlotsOption();

  @Mixin private LimitOptions limits = new LimitOptions();

  @Option(
      names = "--grace",
      paramLabel = "SECONDS",
      defaultValue = "60",
      description =
          "How long running tasks may take to finish after the first SIGTERM or Ctrl-C."
              + " Default: ${DEFAULT-VALUE}")
  private long graceSeconds;

  @Override
  public Integer call() {
    SupervisorConfig config = supervisorConfig();
    RabbitConfig rabbit;
    try {
      rabbit = broker.config(config.workerId());
    } catch (TlsException e) {
      return fail(String.valueOf(e.getMessage()));
    }
    if (!Files.isDirectory(media)) {
      return fail(
          "No media directory %s: create it, mount it, or set --media to another one"
              .formatted(media.toAbsolutePath().normalize()));
    }
    try {
      TemporaryDirectory.ofThisProcess().path();
    } catch (IOException e) {
      return fail(
          ("No temporary directory in %s (%s): make room there, or name another one with"
                  + " -Djava.io.tmpdir=DIR in JAVA_TOOL_OPTIONS")
              .formatted(System.getProperty("java.io.tmpdir"), AtomicFile.why(e)));
    }
    StopSignals signals = StopSignals.install();
    BrokerStartup wait = broker.brokerWait();
    signals.atFirst(wait::stop);
    try (RabbitBroker open = wait.open(rabbit, () -> RabbitBroker.open(rabbit));
        Supervisor supervisor = Supervisor.start(open, Storage.of(media), config)) {
      CompletableFuture<Throwable> broken = supervisor.broken();
      signals.awaitFirstOr(broken);
      if (!broken.isDone()) {
        supervisor.drain(Duration.ofSeconds(graceSeconds));
      }
      return broken.isDone() ? fail("The worker failed (" + broken.join() + ")") : OK;
    } catch (BrokerException e) {
      return fail(String.valueOf(e.getMessage()));
    } catch (CancellationException e) {
      return OK; // Told to stop while it waited for the broker.
    } catch (InterruptedException e) {
      return INTERRUPTED;
    }
  }

  private SupervisorConfig supervisorConfig() {
    int count = slots.count();
    if (graceSeconds < 0) {
      throw wrongUsage("--grace: 0 or more, not " + graceSeconds);
    }
    return SupervisorConfig.ofThisProcess(count, Release.version()).withLimits(limits.of(count));
  }

  private int fail(String message) {
    spec().commandLine().getErr().println("framemill worker: " + PrintableText.of(message));
    return FAILED;
  }

  private ParameterException wrongUsage(String message) {
    return new ParameterException(spec().commandLine(), message);
  }

  private CommandSpec spec() {
    return Objects.requireNonNull(spec);
  }
}
