package io.framemill.controller.upload;

import java.util.Objects;

/**
 * An upload does not go on. The message is one line for the client, without paths of the server.
 */
public final class UploadException extends RuntimeException {
  private final Reason reason;

  UploadException(Reason reason, String message) {
    super(message);
    this.reason = Objects.requireNonNull(reason, "reason");
  }

  UploadException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = Objects.requireNonNull(reason, "reason");
  }

  /** Why. */
  public Reason reason() {
    return reason;
  }

  /** What is in the way. */
  public enum Reason {
    /** There is no such upload, or no more. */
    UNKNOWN,
    /** The file is larger than allowed, or the bytes are more than were announced. */
    TOO_LARGE,
    /** The bytes do not begin where the upload ends. */
    WRONG_OFFSET,
    /** Another request writes it. */
    BUSY,
    /** What arrived is not what was sent. */
    WRONG_CHECKSUM,
    /** The connection ended before the bytes did. */
    BROKEN_OFF,
    /** The disk is full, or refuses. Nothing of the upload is left. */
    CANNOT_STORE
  }
}
