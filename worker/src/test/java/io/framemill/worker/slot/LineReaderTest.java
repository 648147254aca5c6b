package io.framemill.worker.slot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineReaderTest {
  @Test
  void next_linesOfBothKinds_comeWithoutTheirEnds() throws IOException {
    assertThat(read("one\ntwo\r\n\nlast", 100)).containsExactly("one", "two", "", "last");
  }

  @Test
  void next_longLine_isCutAndTheNextOneIsWhole() throws IOException {
    assertThat(read("0123456789\nnext\n", 4)).containsExactly("0123", "next");
  }

  @Test
  void next_nothing_isTheEnd() throws IOException {
    assertThat(read("", 4)).isEmpty();
  }

  private static List<String> read(String text, int maxBytes) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    LineReader reader = new LineReader(new ByteArrayInputStream(bytes), maxBytes);
    List<String> lines = new ArrayList<>();
    for (byte[] line = reader.next(); line != null; line = reader.next()) {
      lines.add(new String(line, StandardCharsets.UTF_8));
    }
    return lines;
  }
}
