package io.framemill.protocol;

import io.framemill.protocol.text.PrintableText;
import java.util.Objects;

/**
 * A message that could not be read, in the form that users see. Id and reason are made printable.
 *
 * @param id its id from the sender
 * @param epochMillis when the controller saw it
 * @param reason why it was rejected
 * @param bytes length of its body
 * @param excerpt start of its body, as text; a full stop replaces what is not printable
 */
public record DeadMessage(String id, long epochMillis, String reason, int bytes, String excerpt) {
  private static final int EXCERPT_BYTES = 200;

  public DeadMessage {
    id = PrintableText.of(Objects.requireNonNull(id, "id"));
    reason = PrintableText.of(Objects.requireNonNull(reason, "reason"));
    Objects.requireNonNull(excerpt, "excerpt");
  }

  /**
   * Builds an excerpt of a body.
   *
   * @param bytes length of the whole body
   * @param body start of the body
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
