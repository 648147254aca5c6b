package io.framemill.controller.store.database;

import io.framemill.protocol.Release;
import org.jspecify.annotations.Nullable;

/** The store could not be read or written; the transaction is rolled back. */
public final class StoreException extends RuntimeException {
  private static final String IN_THE_LOG =
      "The state cannot be read or written; the controller's log has the reason";

  /** Kinds that callers distinguish. */
  private enum Kind {
    FAILED,
    UNREADABLE,
    TAKEN_OVER
  }

  private final String publicMessage;
  private final Kind kind;

  public StoreException(String message, @Nullable Throwable cause) {
    this(message, IN_THE_LOG, cause);
  }

  private StoreException(
      String message, String publicMessage, Kind kind, @Nullable Throwable cause) {
    super(message, cause);
    this.publicMessage = publicMessage;
    this.kind = kind;
  }

  StoreException(String message) {
    this(message, IN_THE_LOG, null);
  }

  StoreException(String message, String publicMessage, @Nullable Throwable cause) {
    this(message, publicMessage, Kind.FAILED, cause);
  }

  /** Another controller has the lease. */
  public static StoreException takenOver() {
    return new StoreException(
        "Another controller has taken over", IN_THE_LOG, Kind.TAKEN_OVER, null);
  }

  /**
   * The stored data is damaged.
   *
   * @param place of the database
   * @param what is wrong, in a few words
   */
  public static StoreException damaged(String place, String what, @Nullable Throwable cause) {
    return new StoreException(
        ("The state in %s is damaged (%s): restore it from a backup, or move it away to begin with"
                + " an empty one, which forgets all jobs; docs/faults.md says how to see which"
                + " jobs there were")
            .formatted(place, what),
        IN_THE_LOG,
        Kind.UNREADABLE,
        cause);
  }

  /**
   * The stored data was written by a newer release.
   *
   * @param place of the database
   * @param versions the version found and the newest one that can be read
   */
  public static StoreException newer(String place, String versions, @Nullable Throwable cause) {
    return new StoreException(
        ("The state in %s has a record that a newer Framemill wrote (%s), and this is Framemill %s,"
                + " which cannot read it: start the newer release again, or restore a backup from"
                + " before its first start")
            .formatted(place, versions, Release.version()),
        IN_THE_LOG,
        Kind.UNREADABLE,
        cause);
  }

  /** Whether the data is damaged or of a newer release: retries do not help. */
  public boolean isUnreadable() {
    return kind == Kind.UNREADABLE;
  }

  /** Whether another controller has the lease: no further write can succeed. */
  public boolean isTakenOver() {
    return kind == Kind.TAKEN_OVER;
  }

  /** Message for clients of the API: one line without SQL, paths or addresses. */
  public String publicMessage() {
    return publicMessage;
  }

  /**
   * A failure of the database.
   *
   * @param what the operation that failed, such as "The state cannot be read"
   */
  public static StoreException of(String what, Throwable failure) {
    return DatabaseFailures.known(failure)
        .map(reason -> what + ": " + reason)
        .map(message -> new StoreException(message, message, failure))
        .orElseGet(
            () -> new StoreException(what + ": " + DatabaseFailures.firstLine(failure), failure));
  }
}
