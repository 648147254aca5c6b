package io.framemill.cli.command;

import io.framemill.cli.console.StopSignals;
import io.framemill.cli.option.BrokerOptions;
import io.framemill.cli.option.LimitOptions;
import io.framemill.protocol.Release;
import io.framemill.protocol.broker.BrokerException;
import io.framemill.protocol.broker.rabbit.BrokerStartup;
import io.framemill.protocol.broker.rabbit.RabbitBroker;
import io.framemill.protocol.broker.rabbit.RabbitConfig;
import io.framemill.protocol.storage.AtomicFile;
import io.framemill.protocol.storage.SharedDirectory;
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
 * after a stop in good order, 1 if it could not start or go on, 2 for wrong usage, 130 if it was
 * told to stop at once: what it ran then goes back to the broker, which delivers it elsewhere.
 */
@Command(
    name = "worker",
    description = "Run tasks from the broker on this machine, until stopped.",
    footerHeading = "%n",
    footer = {
      "Start one on each machine. All of them, and the controller (framemill serve), need the",
      "same broker and see the same media directory: sources below it, output in its out/.",
      "",
      "Ctrl-C or SIGTERM stops it in good order: it takes no more tasks, those that run get the",
      "time of --grace to finish, and what is left then goes to other workers; exit code 0. A",
      "second one stops it at once; exit code 130.",
      "",
      "Example:",
      "  framemill worker --broker amqps://rabbit.example --broker-credentials-file rabbit.txt \\",
      "      --media /mnt/media"
    })
public final class WorkerCommand implements Callable<Integer> {
  private static final int OK = 0;
  private static final int FAILED = 1;
  private static final int INTERRUPTED = 130;
  private static final String OUTPUT_DIRECTORY = "out";

  @Spec private @Nullable CommandSpec spec;

  @Mixin private BrokerOptions broker = new BrokerOptions();

  @Option(
      names = "--media",
      paramLabel = "DIR",
      defaultValue = "${env:FRAMEMILL_MEDIA:-media}",
      description = {
        "The directory that all machines share.",
        "Default: $FRAMEMILL_MEDIA, else ./media"
      })
  private Path media = Path.of("media");

  @Option(
      names = "--slots",
      paramLabel = "N",
      defaultValue = "${env:FRAMEMILL_SLOTS:-" + Option.NULL_VALUE + "}",
      description = {
        "How many tasks run at a time; each is a process and keeps about one core busy.",
        "Default: $FRAMEMILL_SLOTS, else the number of cores"
      })
  private @Nullable Integer slots;

  @Mixin private LimitOptions limits = new LimitOptions();

  @Option(
      names = "--grace",
      paramLabel = "SECONDS",
      defaultValue = "${env:FRAMEMILL_GRACE:-60}",
      description = {
        "How long running tasks may take to finish once it is told to stop; 0 for not at all.",
        "Default: $FRAMEMILL_GRACE, else 60"
      })
  private long graceSeconds;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  private boolean help;

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
          "No media directory "
              + media.toAbsolutePath().normalize()
              + ": create it, mount it, or name another one with --media");
    }
    try {
      TemporaryDirectory.ofThisProcess().path();
    } catch (IOException e) {
      return fail(
          "No temporary directory in "
              + System.getProperty("java.io.tmpdir")
              + " ("
              + AtomicFile.why(e)
              + "): make room there, or name another one with -Djava.io.tmpdir=DIR in"
              + " JAVA_TOOL_OPTIONS");
    }
    StopSignals signals = StopSignals.install();
    BrokerStartup wait = broker.brokerWait();
    signals.atFirst(wait::stop);
    try (RabbitBroker open = wait.open(rabbit, () -> RabbitBroker.open(rabbit));
        Supervisor supervisor =
            Supervisor.start(
                open, new SharedDirectory(media, media.resolve(OUTPUT_DIRECTORY)), config)) {
      CompletableFuture<Throwable> broken = supervisor.broken();
      signals.awaitFirstOr(broken);
      if (!broken.isDone()) {
        supervisor.drain(Duration.ofSeconds(graceSeconds));
      }
      return broken.isDone() ? fail("It cannot go on (" + broken.join() + ")") : OK;
    } catch (BrokerException e) {
      return fail(String.valueOf(e.getMessage()));
    } catch (CancellationException e) {
      return OK; // Told to stop while it waited for the broker.
    } catch (InterruptedException e) {
      return INTERRUPTED;
    }
  }

  private SupervisorConfig supervisorConfig() {
    int count = slots == null ? Runtime.getRuntime().availableProcessors() : slots;
    if (count < 1) {
      throw wrongUsage("--slots must be at least 1, not " + count);
    }
    if (graceSeconds < 0) {
      throw wrongUsage("--grace must not be negative: " + graceSeconds);
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
