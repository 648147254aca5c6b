package io.framemill.controller.store;

import org.jspecify.annotations.Nullable;

/** The store could not be read or written; nothing of the transaction is kept. */
public final class StoreException extends RuntimeException {
  public StoreException(String message, @Nullable Throwable cause) {
    super(message, cause);
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
  }
}
