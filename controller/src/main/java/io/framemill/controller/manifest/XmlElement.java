package io.framemill.controller.manifest;

import io.framemill.protocol.text.PrintableText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An element of an XML text, as it is put together. Not thread-safe. */
final class XmlElement {
  private final String name;
  private final Map<String, String> attributes = new LinkedHashMap<>();
  private final List<XmlElement> children = new ArrayList<>();
  private String text = "";

  XmlElement(String name) {
    this.name = name;
  }

  /** Sets an attribute. */
  XmlElement with(String attribute, Object value) {
    attributes.put(attribute, value.toString());
    return this;
  }

  /** Sets the text, for an element without children. */
  XmlElement text(String words) {
    text = words;
    return this;
  }

  /** Adds a child and returns it. */
  XmlElement child(String childName) {
    XmlElement child = new XmlElement(childName);
    children.add(child);
    return child;
  }

  /** The whole document with this element as its root. */
  String toDocument() {
    StringBuilder out = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    append(out, "");
    return out.toString();
  }

  private void append(StringBuilder out, String indent) {
    out.append(indent).append('<').append(name);
    attributes.forEach(
        (key, value) ->
            out.append(' ').append(key).append("=\"").append(escape(value)).append('"'));
    if (children.isEmpty() && text.isEmpty()) {
      out.append("/>\n");
      return;
    }
    out.append('>').append(escape(text));
    if (!children.isEmpty()) {
      out.append('\n');
      children.forEach(child -> child.append(out, indent + "  "));
      out.append(indent);
    }
    out.append("</").append(name).append(">\n");
  }

  /** XML 1.0, 2.2 and 2.4: marks are written as entities, what is no character becomes a space. */
  private static String escape(String raw) {
    return PrintableText.replace(raw, ' ')
        .replaceAll("[\\uFFFE\\uFFFF]", " ")
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
