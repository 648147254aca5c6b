package io.framemill.controller.manifest;

import io.framemill.protocol.text.PrintableText;
import java.io.StringWriter;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Writes an XML document with the StAX writer of the JDK, one element per line. Not thread-safe.
 *
 * <p>Text and attribute values may hold any characters: StAX escapes markup, and what XML 1.0 (2.2)
 * does not allow becomes a space.
 */
final class IndentedXml {
  private final StringWriter document = new StringWriter();
  private final XMLStreamWriter xml;
  private String lineBreak = "\n";

  IndentedXml() throws XMLStreamException {
    xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(document);
    xml.writeStartDocument("UTF-8", "1.0");
  }

  /** Starts an element with children. */
  IndentedXml start(String name) throws XMLStreamException {
    xml.writeCharacters(lineBreak);
    xml.writeStartElement(name);
    lineBreak += "  ";
    return this;
  }

  /** Writes an element without content. */
  IndentedXml empty(String name) throws XMLStreamException {
    xml.writeCharacters(lineBreak);
    xml.writeEmptyElement(name);
    return this;
  }

  /** Writes an element that contains only text. */
  void text(String name, String text) throws XMLStreamException {
    xml.writeCharacters(lineBreak);
    xml.writeStartElement(name);
    xml.writeCharacters(allowed(text));
    xml.writeEndElement();
  }

  /** Writes an attribute of the element that was written last. */
  IndentedXml with(String attribute, Object value) throws XMLStreamException {
    xml.writeAttribute(attribute, allowed(value.toString()));
    return this;
  }

  /** Ends the element that was started last. */
  IndentedXml end() throws XMLStreamException {
    lineBreak = lineBreak.substring(0, lineBreak.length() - 2);
    xml.writeCharacters(lineBreak);
    xml.writeEndElement();
    return this;
  }

  /** The document, once its root has ended. */
  @Override
  public String toString() {
    return document + "\n";
  }

  private static String allowed(String text) {
    return PrintableText.replace(text, ' ').replaceAll("[\\uFFFE\\uFFFF]", " ");
  }
}
