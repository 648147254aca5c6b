package io.framemill.controller.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

class IndentedXmlTest {
  private static final String MARKUP = "<b a=\"1\"> & ']]>' <!-- -->";
  private static final String LETTERS = "äλ漢\uD83C\uDFAC";

  /** XML 1.0, 2.2, has no escape for them; also half a character, which UTF-8 cannot write. */
  private static final String FORBIDDEN =
      IntStream.concat(
              IntStream.range(0, ' ').filter(letter -> letter != '\t'),
              IntStream.of(0xFFFE, 0xFFFF, 0xD83C))
          .mapToObj(letter -> String.valueOf((char) letter))
          .collect(Collectors.joining("-"));

  @Test
  void with_anyCharacters_isTheValueOfTheAttribute() throws Exception {
    assertThat(written(MARKUP).getAttribute("a")).isEqualTo(MARKUP);
    assertThat(written(LETTERS).getAttribute("a")).isEqualTo(LETTERS);
    assertThat(written(FORBIDDEN).getAttribute("a")).matches(" (- )+");
  }

  @Test
  void text_anyCharacters_isTheTextOfTheElement() throws Exception {
    assertThat(written(MARKUP).getTextContent().strip()).isEqualTo(MARKUP);
    assertThat(written(LETTERS).getTextContent().strip()).isEqualTo(LETTERS);
    assertThat(written(FORBIDDEN).getTextContent()).matches("\n   (- )+\n");
  }

  /** An element with the value as its attribute and as the text of its only child. */
  private static Element written(String value) throws Exception {
    IndentedXml xml = new IndentedXml();
    xml.start("root").with("a", value).text("child", value);
    String document = xml.end().toString();
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(document)))
        .getDocumentElement();
  }
}
