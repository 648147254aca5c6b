package io.framemill.worker.media.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AssTextTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "plain | plain",
        "{\\i1}all{\\i0} | <i>all</i>",
        "{\\i1}open to the end | <i>open to the end</i>",
        "{\\b1}a{\\i1}b{\\b0}c{\\i0}d | <b>a<i>b</i></b><i>c</i>d",
        "{\\b1\\u1}x{\\r}y | <b><u>x</u></b>y",
        "{\\b700}x{\\b400}y | <b>x</b>y",
        "{\\i}x | x",
        "{\\rTitle\\i1}x | <i>x</i>",
        "{\\an8\\pos(1,2)\\c&HFF&\\bord2\\blur1\\fs20\\iclip(1)}x | x",
        "{\\p1}m 0 0 l 10 0{\\p0}x | x",
        "a\\hb | a\u00a0b",
        "a \\n b | a b",
        "\\{x\\} \\\\ \\q \\ | {x} \\ \\q \\",
        "a\\\u2060Nb | a\\Nb",
        "a { b | a { b",
        "a & b < c > d --> e | a &amp; b &lt; c &gt; d --&gt; e",
        "{only a comment} | ''",
        "x{a comment}y | xy",
        "{\\i1} {\\i0} | ''"
      })
  void toWebVtt_anyEvent_keepsTextAndPlainStyles(String ass, String expected) {
    assertThat(AssText.toWebVtt(ass, true)).isEqualTo(expected);
  }

  @Test
  void toWebVtt_blankLines_areLeftOut() {
    assertThat(AssText.toWebVtt("\\N a \\N \\N{\\i1}\\N{\\i0}b\n\\N", true)).isEqualTo("a\nb");
  }

  @Test
  void toWebVtt_styleOverLines_staysNested() {
    assertThat(AssText.toWebVtt("{\\i1}a\\Nb{\\i0}\\N c", true)).isEqualTo("<i>a\nb</i>\nc");
  }

  @Test
  void toWebVtt_controlCharacters_areLeftOut() {
    assertThat(AssText.toWebVtt("a\r\nb\tc\u0000\u0007d", true)).isEqualTo("a\nb cd");
  }

  @Test
  void toWebVtt_bracesOfOtherFormats_standForThemselves() {
    assertThat(AssText.toWebVtt("{x} {\\an8}y", false)).isEqualTo("{x} y");
  }
}
