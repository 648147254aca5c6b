package io.framemill.protocol.broker;

import java.util.regex.Pattern;

/**
 * Prefix of all queues and exchanges, which separates installations that share a virtual host.
 *
 * @param name lower-case letters, digits, {@code _} and {@code -}, at most 40; empty for no prefix
 */
public record Namespace(String name) {
  private static final String OWNER_MARK = "framemill.owner";
  private static final Pattern FORM = Pattern.compile("([a-z0-9][a-z0-9_-]{0,39})?");

  /** The names without a prefix. */
  public static final Namespace NONE = new Namespace("");

  public Namespace {
    if (!FORM.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "a namespace has 1 to 40 lower-case letters, digits, _ or -, and begins with a letter or a"
              + " digit");
    }
  }

  /** Name of a queue on the broker. */
  public String nameOf(Queue queue) {
    return prefixed(queue.queueName());
  }

  /** Name of a topic's exchange on the broker. */
  public String nameOf(Topic topic) {
    return prefixed(topic.exchangeName());
  }

  /** Name of the queue that marks the broker's owner. */
  public String ownerMark() {
    return prefixed(OWNER_MARK);
  }

  /** The name only. */
  @Override
  public String toString() {
    return name;
  }

  private String prefixed(String plain) {
    return name.isEmpty() ? plain : name + "." + plain;
  }
}
