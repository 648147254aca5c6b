package io.framemill.controller.http.message;

import io.framemill.protocol.DeadMessage;
import java.util.List;

/** Messages that could not be read, oldest first. */
public record DeadMessageList(List<DeadMessage> messages) {
  public DeadMessageList {
    messages = List.copyOf(messages);
  }
}
