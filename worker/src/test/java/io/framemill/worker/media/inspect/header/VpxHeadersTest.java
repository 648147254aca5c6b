package io.framemill.worker.media.inspect.header;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Headers written by hand, as RFC 6386 (9.1) and the "VP9 Bitstream Specification" (6.2) say. */
class VpxHeadersTest {
  private static final String SYNC_CODE = "010010011000001101000010";

  private static ByteBuffer hex(String digits) {
    return ByteBuffer.wrap(HexFormat.of().parseHex(digits));
  }

  private static ByteBuffer bits(String bits) {
    String padded = bits + "0".repeat((8 - bits.length() % 8) % 8);
    ByteBuffer bytes = ByteBuffer.allocate(padded.length() / 8);
    for (int i = 0; i < padded.length(); i += 8) {
      bytes.put((byte) Integer.parseInt(padded.substring(i, i + 8), 2));
    }
    return bytes.flip();
  }

  private static String size(int width, int height) {
    String both = Integer.toBinaryString((width - 1) << 16 | (height - 1));
    return "0".repeat(32 - both.length()) + both;
  }

  @Test
  void sizeOfVp8_keyFrame_isWithoutScale() {
    assertThat(VpxHeaders.sizeOfVp8(hex("100000" + "9d012a" + "a040" + "5a80")))
        .isEqualTo("160x90");
  }

  @Test
  void sizeOfVp8_otherFrameOrCutOne_isUnknown() {
    assertThat(VpxHeaders.sizeOfVp8(hex("110000" + "9d012a" + "a040" + "5a80"))).isEmpty();
    assertThat(VpxHeaders.sizeOfVp8(hex("100000" + "9d012a" + "a040" + "5a"))).isEmpty();
  }

  @Test
  void sizeOfVp9_eachProfile_isThatOfTheFrame() {
    String key = "0010" + SYNC_CODE;
    String size = size(160, 90);

    assertThat(VpxHeaders.sizeOfVp9(bits("1000" + key + "0100" + size))).isEqualTo("160x90");
    assertThat(VpxHeaders.sizeOfVp9(bits("1010" + key + "0100110" + size))).isEqualTo("160x90");
    assertThat(VpxHeaders.sizeOfVp9(bits("1010" + key + "1110" + size))).isEqualTo("160x90");
    assertThat(VpxHeaders.sizeOfVp9(bits("1001" + key + "00100" + size))).isEqualTo("160x90");
    assertThat(VpxHeaders.sizeOfVp9(bits("10110" + key + "10100110" + size))).isEqualTo("160x90");
  }

  @Test
  void sizeOfVp9_otherFrames_isUnknown() {
    String rest = SYNC_CODE + "0100" + size(160, 90);

    assertThat(VpxHeaders.sizeOfVp9(bits("1000" + "1010" + rest))).isEmpty();
    assertThat(VpxHeaders.sizeOfVp9(bits("1000" + "0110" + rest))).isEmpty();
    assertThat(VpxHeaders.sizeOfVp9(bits("1000" + "0010"))).isEmpty();
  }
}
