package io.framemill.controller.store;

/**
 * A row of the dead_letter table: a message that nobody could read.
 *
 * @param messageId what its sender called it
 * @param atMillis when the controller saw it, epoch
 * @param reason why nobody took it
 * @param body what it says
 */
@SuppressWarnings("ArrayRecordComponent") // Written once, never compared.
public record DeadLetter(String messageId, long atMillis, String reason, byte[] body) {}
