package io.framemill.controller.store;

import io.framemill.protocol.text.PrintableText;
import java.util.Arrays;

/**
 * A row of the dead_letter table: a message that could not be read. Id and reason are made
 * printable, for PostgreSQL stores neither NUL nor half a surrogate pair.
 *
 * @param messageId its id from the sender
 * @param atMillis when the controller saw it, epoch
 * @param reason why it was rejected
 * @param bytes length of the message body
 * @param body start of the message body, at most {@link #MAX_BODY_BYTES}
 */
@SuppressWarnings("ArrayRecordComponent") // Written once, never compared.
public record DeadLetter(String messageId, long atMillis, String reason, int bytes, byte[] body) {
  /** Number of dead letters that are kept; the oldest are deleted. */
  public static final int MAX_KEPT = 1_000;

  static final int MAX_BODY_BYTES = 1_024;
  private static final int MAX_REASON_CHARACTERS = 1_000;

  public DeadLetter {
    body = Arrays.copyOf(body, Math.min(body.length, MAX_BODY_BYTES));
    messageId = PrintableText.of(messageId);
    reason =
        PrintableText.of(reason.substring(0, Math.min(reason.length(), MAX_REASON_CHARACTERS)));
  }

  /** Builds the row of a message. */
  public static DeadLetter of(String messageId, long atMillis, String reason, byte[] body) {
    return new DeadLetter(messageId, atMillis, reason, body.length, body);
  }
}
