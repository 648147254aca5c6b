package io.framemill.cli.console;

import io.framemill.protocol.text.PrintableText;
import java.util.List;
import java.util.stream.Collectors;

/** A command cannot do what it was asked. The message is for people, one line for each reason. */
public final class UserException extends RuntimeException {
  public UserException(String reason) {
    super(PrintableText.of(reason));
  }

  public UserException(String reason, Throwable cause) {
    super(PrintableText.of(reason), cause);
  }

  /** Several reasons, of which each is a line. */
  public UserException(List<String> reasons) {
    super(reasons.stream().map(PrintableText::of).collect(Collectors.joining("\n")));
  }
}
