package io.framemill.controller.http.message;

import io.framemill.protocol.DeadMessage;
import java.util.List;

/** The messages that nobody could read, oldest first. */
public record DeadMessageList(List<DeadMessage> messages) {
  public DeadMessageList {
    messages = List.copyOf(messages);
  }
}
