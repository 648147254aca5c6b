package io.framemill.controller.upload;

import java.util.Objects;

/** An upload fails. The message is one line for the client, without paths of the server. */
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

  /** The reason. */
  public Reason reason() {
    return reason;
  }

  /** Reasons. */
  public enum Reason {
    /** The upload does not exist, or no longer. */
    UNKNOWN,
    /** The file is larger than allowed, or the body is longer than announced. */
    TOO_LARGE,
    /** The offset of the request is not the end of the upload. */
    WRONG_OFFSET,
    /** Another request writes to it. */
    BUSY,
    /** The checksum does not match. */
    WRONG_CHECKSUM,
    /** The connection ended before the body. */
    BROKEN_OFF,
    /** The disk is full or fails. The upload is deleted. */
    CANNOT_STORE
  }
}
