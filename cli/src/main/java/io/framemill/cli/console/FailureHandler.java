package io.framemill.cli.console;

import io.framemill.controller.api.JobException;
import io.framemill.controller.http.message.ServerException;
import io.framemill.controller.plan.UnplannableException;
import io.framemill.controller.profile.ProfileException;
import io.framemill.controller.store.database.StoreException;
import io.framemill.protocol.broker.BrokerException;
import io.framemill.protocol.storage.StorageException;
import io.framemill.protocol.text.PrintableText;
import io.framemill.protocol.tls.TlsException;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns failures into a line for people and an exit code. */
public record FailureHandler(Console console) {
  /** Their messages are written for people. */
  private static final List<Class<? extends RuntimeException>> EXPECTED =
      List.of(
          UserException.class,
          ServerException.class,
          JobException.class,
          UnplannableException.class,
          StoreException.class,
          StorageException.class,
          BrokerException.class,
          TlsException.class);

  public int wrongUsage(ParameterException failure, String[] arguments) {
    CommandLine command = failure.getCommandLine();
    console.message(firstLine(failure));
    UnmatchedArgumentException.printSuggestions(failure, command.getErr());
    console.err().println("Try \"" + command.getCommandSpec().qualifiedName() + " --help\".");
    return ExitCode.WRONG_USAGE;
  }

  public int failed(Exception failure, CommandLine command, ParseResult parsed) {
    if (failure instanceof ProfileException) {
      console.message(firstLine(failure));
      return ExitCode.WRONG_USAGE;
    }
    if (failure instanceof InterruptedException) {
      return ExitCode.INTERRUPTED;
    }
    if (EXPECTED.stream().anyMatch(type -> type.isInstance(failure))) {
      lines(failure).forEach(console::message);
    } else {
      console.message("This is a bug in Framemill; please report it with this stack trace:");
      console.err().println(SecretRedaction.of(PrintableText.stackTrace(failure)));
    }
    return ExitCode.FAILED;
  }

  /** Only a command's own reasons are several lines; other messages with line breaks are one. */
  private static Stream<String> lines(Exception failure) {
    String message = SecretRedaction.of(String.valueOf(failure.getMessage()));
    return failure instanceof UserException ? message.lines() : Stream.of(message);
  }

  private static String firstLine(Exception failure) {
    String message = SecretRedaction.of(String.valueOf(failure.getMessage()));
    return message.lines().findFirst().orElse(message);
  }
}
