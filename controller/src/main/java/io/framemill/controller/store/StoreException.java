package io.framemill.controller.store;

import org.jspecify.annotations.Nullable;

/** The store could not be read or written; nothing of the transaction is kept. */
public final class StoreException extends RuntimeException {
  private static final String IN_THE_LOG =
      "The state cannot be read or written; the controller's log has the reason";

  private final String publicMessage;

  public StoreException(String message, @Nullable Throwable cause) {
    this(message, IN_THE_LOG, cause);
  }

  StoreException(String message, String publicMessage, @Nullable Throwable cause) {
    super(message, cause);
    this.publicMessage = publicMessage;
  }

  /**
   * What is stored is not what was written.
   *
   * @param place of the database
   * @param what is wrong, in a few words
   */
  static StoreException damaged(String place, String what, @Nullable Throwable cause) {
    return new StoreException(
        "The state in "
            + place
            + " is damaged ("
            + what
            + "): restore it from a backup, or move it away to begin with an empty one, which"
            + " forgets all jobs; docs/faults.md says how to see which jobs there were",
        cause);
  }

  StoreException(String message) {
    super(message);
    this.publicMessage = IN_THE_LOG;
  }

  /** What clients of the API may read of it: one line without SQL, paths or addresses. */
  public String publicMessage() {
    return publicMessage;
  }

  /**
   * A failure of the database.
   *
   * @param what what could not be done, such as "The state cannot be read"
   */
  static StoreException of(String what, Throwable failure) {
    return DatabaseFailures.known(failure)
        .map(reason -> what + ": " + reason)
        .map(message -> new StoreException(message, message, failure))
        .orElseGet(
            () -> new StoreException(what + ": " + DatabaseFailures.firstLine(failure), failure));
  }
}
