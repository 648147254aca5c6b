package io.framemill.controller.api;

/** An idempotency key was reused with another file or profile. */
public final class KeyReusedException extends JobException {
  public KeyReusedException(String message) {
    super(message);
  }
}
