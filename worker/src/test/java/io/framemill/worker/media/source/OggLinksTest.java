package io.framemill.worker.media.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.framemill.worker.media.failure.BadSourceException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages as RFC 3533 has them, written by hand. */
class OggLinksTest {
  private static final int FULL_PAGE_BYTES = 27 + 255 + 255 * 255;

  @TempDir private Path directory;

  /** A first page, and full pages with nothing in them. */
  private static byte[] link(int serial, int fullPages) {
    ByteArrayOutputStream link = new ByteArrayOutputStream();
    link.writeBytes(page(2, serial, 0, 0));
    for (int i = 1; i <= fullPages; i++) {
      link.writeBytes(page(0, serial, i, 255));
    }
    return link.toByteArray();
  }

  private static byte[] page(int type, int serial, int sequence, int segments) {
    ByteBuffer page = ByteBuffer.allocate(27 + segments + 255 * segments);
    page.order(ByteOrder.LITTLE_ENDIAN).put("OggS".getBytes(StandardCharsets.US_ASCII));
    page.put((byte) 0).put((byte) type).putLong(0).putInt(serial).putInt(sequence).putInt(0);
    page.put((byte) segments);
    Arrays.fill(page.array(), 27, 27 + segments, (byte) 255);
    return page.array();
  }

  private Path file(byte[]... links) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] link : links) {
      all.writeBytes(link);
    }
    return Files.write(directory.resolve("a.ogg"), all.toByteArray());
  }

  @Test
  void startsIn_smallChain_areTheFirstPagesOfItsLinks() throws IOException {
    Path file = file(link(1, 1), link(2, 1), link(1, 1));

    assertThat(OggLinks.startsIn(file))
        .containsExactly(0L, 27L + FULL_PAGE_BYTES, 2L * (27 + FULL_PAGE_BYTES));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7})
  void startsIn_largeChain_areFoundWhateverTheSerialNumber(int serial) throws IOException {
    Path file = file(link(1, 200), link(serial, 200));

    assertThat(OggLinks.startsIn(file)).containsExactly(0L, 27L + 200L * FULL_PAGE_BYTES);
  }

  @Test
  void startsIn_largeFileThatIsNoChain_areNotLookedFor() throws IOException {
    assertThat(OggLinks.startsIn(file(link(1, 400)))).isEmpty();
  }

  @Test
  void startsIn_moreLinksThanAreOpened_isRefused() throws IOException {
    byte[][] links = new byte[10_001][];
    for (int i = 0; i < links.length; i++) {
      links[i] = concat(link(i, 0), page(0, i, 1, 0));
    }
    Path file = file(links);

    assertThatThrownBy(() -> OggLinks.startsIn(file))
        .isInstanceOf(BadSourceException.class)
        .hasMessage(
            "a.ogg is a chain of more than 10000 Ogg streams; split it into files with fewer");
  }

  private static byte[] concat(byte[] one, byte[] other) {
    byte[] all = Arrays.copyOf(one, one.length + other.length);
    System.arraycopy(other, 0, all, one.length, other.length);
    return all;
  }
}
