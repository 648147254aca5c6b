package io.framemill.protocol;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A task on the work queue. It travels as the task itself, with one field beside the task's own:
 * {@code avoid}, absent if nobody is to be avoided.
 *
 * @param task the work
 * @param avoid workers that hand it back, for others are to run it; mostly empty
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
