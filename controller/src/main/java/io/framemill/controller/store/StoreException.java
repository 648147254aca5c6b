package io.framemill.controller.store;

/** The store could not be read or written; nothing of the transaction is kept. */
public final class StoreException extends RuntimeException {
  public StoreException(String message, Throwable cause) {
    super(message, cause);
  }

  StoreException(String message) {
    super(message);
  }
}
