package io.framemill.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class DispatchTest {
  private final MessageCodec codec = new MessageCodec();
  private final Task task = new Task.Inspect(Samples.ATTEMPT, "in/bbb.mp4", null);

  @Test
  void decode_withWorkersToAvoid_isTheSame() throws MalformedMessageException {
    Dispatch dispatch = new Dispatch(task, List.of("host-1", "host-2"));

    assertThat(Dispatch.decode(codec, dispatch.encode(codec))).isEqualTo(dispatch);
  }

  @Test
  void encode_nobodyToAvoid_isTheTask() throws MalformedMessageException {
    byte[] message = new Dispatch(task, List.of()).encode(codec);

    assertThat(message).isEqualTo(codec.encode(task));
    assertThat(Dispatch.decode(codec, message).avoid()).isEmpty();
  }

  @Test
  void encode_workersToAvoid_isATaskWithOneMoreField() throws MalformedMessageException {
    byte[] message = new Dispatch(task, List.of("host-1")).encode(codec);

    assertThat(codec.decode(message, Task.class)).isEqualTo(task);
    assertThat(new String(message, StandardCharsets.UTF_8)).endsWith(",\"avoid\":[\"host-1\"]}");
  }
}
