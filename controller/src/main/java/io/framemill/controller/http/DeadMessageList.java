package io.framemill.controller.http;

import io.framemill.protocol.DeadMessage;
import java.util.List;

/** The messages that nobody could read, oldest first. */
record DeadMessageList(List<DeadMessage> messages) {
  DeadMessageList {
    messages = List.copyOf(messages);
  }
}
