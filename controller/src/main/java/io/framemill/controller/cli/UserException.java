package io.framemill.controller.cli;

import io.framemill.protocol.PrintableText;
import java.util.List;
import java.util.stream.Collectors;

/** A command cannot do what it was asked. The message is for people, one line for each reason. */
final class UserException extends RuntimeException {
  UserException(String reason) {
    super(PrintableText.of(reason));
  }

  UserException(String reason, Throwable cause) {
    super(PrintableText.of(reason), cause);
  }

  /** Several reasons, of which each is a line. */
  UserException(List<String> reasons) {
    super(reasons.stream().map(PrintableText::of).collect(Collectors.joining("\n")));
  }
}
