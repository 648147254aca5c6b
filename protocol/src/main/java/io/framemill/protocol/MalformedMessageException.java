package io.framemill.protocol;

/** Bytes are not a message of the expected kind and version. */
public final class MalformedMessageException extends Exception {
  private final boolean isNewer;

  public MalformedMessageException(String message) {
    this(message, false);
  }

  /**
   * @param isNewer whether the bytes have a newer version than this program's
   */
  MalformedMessageException(String message, boolean isNewer) {
    super(message);
    this.isNewer = isNewer;
  }

  public MalformedMessageException(String message, Throwable cause) {
    super(message, cause);
    this.isNewer = false;
  }

  /** Whether the bytes have a newer version than this program's, and may be valid. */
  public boolean isNewer() {
    return isNewer;
  }
}
