package io.framemill.protocol;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A task on the work queue. Its JSON is that of the task with one more field: {@code avoid}, absent
 * if the list is empty.
 *
 * @param task the work
 * @param avoid workers that must hand it back because others should run it; usually empty
 */
public record Dispatch(Task task, List<String> avoid) {
  public Dispatch {
    Objects.requireNonNull(task, "task");
    avoid = List.copyOf(avoid);
  }

  /** The message. */
  public byte[] encode(MessageCodec codec) {
    return avoid.isEmpty() ? codec.encode(task) : codec.encode(task, new Steering(avoid));
  }

  /**
   * Reads a message.
   *
   * @throws MalformedMessageException if the bytes are anything else
   */
  public static Dispatch decode(MessageCodec codec, byte[] bytes) throws MalformedMessageException {
    Task task = codec.decode(bytes, Task.class);
    List<String> avoid = codec.decode(bytes, Steering.class).avoid();
    return new Dispatch(task, avoid == null ? List.of() : avoid);
  }

  private record Steering(@Nullable List<String> avoid) {}
}
