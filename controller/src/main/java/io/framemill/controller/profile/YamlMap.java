package io.framemill.controller.profile;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** A YAML mapping with a fixed set of keys. Error messages name file, line and column. */
final class YamlMap {
  private final String file;
  private final Node node;
  private final Map<String, Node> values = new LinkedHashMap<>();

  /**
   * @param what name of the mapping in messages
   * @param keys all keys that it may have
   * @throws ProfileException if it is not a mapping, or has an unknown or duplicate key
   */
  YamlMap(String file, Node node, String what, List<String> keys) {
    this.file = file;
    this.node = node;
    if (!(node instanceof MappingNode mapping)) {
      throw failure(node, what + ": expected \"key: value\" lines");
    }
    for (NodeTuple tuple : mapping.getValue()) {
      add(tuple, keys);
    }
  }

  private void add(NodeTuple tuple, List<String> keys) {
    String key = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "?";
    if (!keys.contains(key)) {
      throw failure(
          tuple.getKeyNode(),
          "unknown key \"" + key + "\"; known here: " + String.join(", ", keys));
    }
    if (values.put(key, tuple.getValueNode()) != null) {
      throw failure(tuple.getKeyNode(), "key \"" + key + "\" stands here twice");
    }
  }

  /** A text, or the default if the key is absent. */
  String text(String key, String absent) {
    Node value = values.get(key);
    return value == null ? absent : scalar(key, value, "text").getValue();
  }

  /** One of a fixed set of texts, or null if the key is absent. */
  @Nullable String oneOf(String key, List<String> allowed) {
    Node value = values.get(key);
    if (value == null) {
      return null;
    }
    String text = scalar(key, value, "one of " + String.join(", ", allowed)).getValue();
    if (!allowed.contains(text)) {
      throw failure(value, key + ": one of " + String.join(", ", allowed) + ", not " + text);
    }
    return text;
  }

  /** A constant of an enum in lower case, or the default if the key is absent. */
  <E extends Enum<E>> E constant(String key, E absent) {
    Map<String, E> constants = new LinkedHashMap<>();
    for (E constant : absent.getDeclaringClass().getEnumConstants()) {
      constants.put(constant.name().toLowerCase(Locale.ROOT), constant);
    }
    String name = oneOf(key, List.copyOf(constants.keySet()));
    return name == null ? absent : constants.getOrDefault(name, absent);
  }

  /** A whole number, or null if the key is absent. */
  @Nullable Integer wholeNumber(String key) {
    Node value = values.get(key);
    if (value == null) {
      return null;
    }
    return wholeNumber(key, value);
  }

  private Integer wholeNumber(String key, Node value) {
    ScalarNode scalar = scalar(key, value, "a whole number");
    try {
      return Integer.valueOf(scalar.getValue());
    } catch (NumberFormatException e) {
      throw failure(value, key + ": expected a whole number, not " + scalar.getValue());
    }
  }

  /** A list of whole numbers, such as {@code [720, 360]}, or null if the key is absent. */
  @Nullable List<Integer> wholeNumbers(String key) {
    return items(key, item -> wholeNumber(key, item));
  }

  /** A boolean, {@code true} or {@code false}, or the default if the key is absent. */
  boolean yesOrNo(String key, boolean absent) {
    String text = oneOf(key, List.of("true", "false"));
    return text == null ? absent : text.equals("true");
  }

  /** A required whole number. */
  int requiredNumber(String key) {
    Integer number = wholeNumber(key);
    if (number == null) {
      throw failure(node, "\"" + key + "\" is missing");
    }
    return number;
  }

  /** The items of a list, or null if the key is absent. */
  <T> @Nullable List<T> items(String key, Function<Node, T> reader) {
    Node value = values.get(key);
    if (value == null) {
      return null;
    }
    if (!(value instanceof SequenceNode sequence)) {
      throw failure(value, key + ": expected a list, one \"- \" for each item");
    }
    List<T> items = new ArrayList<>();
    for (Node item : sequence.getValue()) {
      items.add(reader.apply(item));
    }
    return items;
  }

  /** The value's node, or null if the key is absent. */
  @Nullable Node value(String key) {
    return values.get(key);
  }

  /** An exception for the value of a key, or for the whole mapping if the key is absent. */
  ProfileException failure(String key, String message) {
    return failure(values.getOrDefault(key, node), message);
  }

  private ProfileException failure(Node at, String message) {
    return ProfileReader.failure(file, at.getStartMark(), message);
  }

  private ScalarNode scalar(String key, Node value, String expected) {
    if (value instanceof ScalarNode scalar && !scalar.getTag().equals(Tag.NULL)) {
      return scalar;
    }
    throw failure(value, key + ": expected " + expected);
  }
}
