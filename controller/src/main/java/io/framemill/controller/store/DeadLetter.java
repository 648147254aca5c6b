package io.framemill.controller.store;

import io.framemill.protocol.text.PrintableText;
import java.util.Arrays;

/**
 * A row of the dead_letter table: a message that nobody could read. Id and reason are made
 * printable, for PostgreSQL stores neither NUL nor half a surrogate pair.
 *
 * @param messageId what its sender called it
 * @param atMillis when the controller saw it, epoch
 * @param reason why nobody took it
 * @param bytes length of what it said
 * @param body how that begins: at most {@link #MAX_BODY_BYTES}
 */
@SuppressWarnings("ArrayRecordComponent") // Written once, never compared.
public record DeadLetter(String messageId, long atMillis, String reason, int bytes, byte[] body) {
  /** Letters that are kept; of more, the newest. */
  public static final int MAX_KEPT = 1_000;

  static final int MAX_BODY_BYTES = 1_024;
  private static final int MAX_REASON_CHARACTERS = 1_000;

  public DeadLetter {
    body = Arrays.copyOf(body, Math.min(body.length, MAX_BODY_BYTES));
    messageId = PrintableText.of(messageId);
    reason =
        PrintableText.of(reason.substring(0, Math.min(reason.length(), MAX_REASON_CHARACTERS)));
  }

  /** A message as it came. */
  public static DeadLetter of(String messageId, long atMillis, String reason, byte[] body) {
    return new DeadLetter(messageId, atMillis, reason, body.length, body);
  }
}
