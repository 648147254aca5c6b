package io.framemill.protocol;

import io.framemill.protocol.text.PrintableText;
import java.util.Objects;

/**
 * A message that nobody could read, as a person sees it. Id and reason are made printable.
 *
 * @param id what its sender called it
 * @param epochMillis when the controller saw it
 * @param reason why nobody took it
 * @param bytes length of its body
 * @param excerpt how its body begins, as text; what cannot be shown is a full stop
 */
public record DeadMessage(String id, long epochMillis, String reason, int bytes, String excerpt) {
  private static final int EXCERPT_BYTES = 200;

  public DeadMessage {
    id = PrintableText.of(Objects.requireNonNull(id, "id"));
    reason = PrintableText.of(Objects.requireNonNull(reason, "reason"));
    Objects.requireNonNull(excerpt, "excerpt");
  }

  /**
   * Shows as much of a body as a person may want to see.
   *
   * @param bytes length of the whole body
   * @param body how it begins
   */
  public static DeadMessage of(String id, long epochMillis, String reason, int bytes, byte[] body) {
    StringBuilder excerpt = new StringBuilder();
    for (int i = 0; i < Math.min(body.length, EXCERPT_BYTES); i++) {
      boolean isPrintableAscii = body[i] >= ' ' && body[i] <= '~';
      excerpt.append(isPrintableAscii ? (char) body[i] : '.');
    }
    return new DeadMessage(id, epochMillis, reason, bytes, excerpt.toString());
  }
}
