package io.framemill.controller.api;

/** An idempotency key came again with another file or profile than it was first used for. */
public final class KeyReusedException extends JobException {
  public KeyReusedException(String message) {
    super(message);
  }
}
