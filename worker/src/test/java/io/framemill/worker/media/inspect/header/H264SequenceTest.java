package io.framemill.worker.media.inspect.header;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class H264SequenceTest {
  private static final String FRAMES = "6742c00ad90426c044000003000400000300c83c489920";
  private static final String FIELDS = "67640015acd9444d808800000300080000030190f8a14cb0";

  private static ByteBuffer hex(String text) {
    return ByteBuffer.wrap(HexFormat.of().parseHex(text));
  }

  private static ByteBuffer bits(String text) {
    String padded = text + "0".repeat((8 - text.length() % 8) % 8);
    ByteBuffer bytes = ByteBuffer.allocate(padded.length() / 8);
    for (int i = 0; i < padded.length(); i += 8) {
      bytes.put((byte) Integer.parseInt(padded.substring(i, i + 8), 2));
    }
    return bytes.flip();
  }

  private static String length(String unit) {
    return String.format("%04x", unit.length() / 2);
  }

  /** Written by x264, of the profiles Baseline, High and High 4:4:4. */
  @ParameterizedTest
  @CsvSource({
    FRAMES + ", true",
    "6764000aacd94426c044000003000400000300c83c489658, true",
    "67f4000a919b2884d808800000030080000019078912cb, true",
    FIELDS + ", false",
  })
  void isFramesOnly_ofX264_isItsFlag(String unit, boolean framesOnly) {
    assertThat(H264Sequence.isFramesOnly(hex(unit), 0, unit.length() / 2)).isEqualTo(framesOnly);
    assertThat(H264Sequence.isFramesOnly(hex("00000001" + unit + "00000168ee")))
        .isEqualTo(framesOnly);
    assertThat(H264Sequence.isFramesOnly(hex("0164000affe1" + length(unit) + unit + "01000468ee")))
        .isEqualTo(framesOnly);
  }

  /** The first list has deltas 1 and -9, which end it; the second one is the default. */
  @ParameterizedTest
  @CsvSource({"1, true", "0, false"})
  void isFramesOnly_behindScalingListsAndOrderOfType1_isItsFlag(String flag, boolean framesOnly) {
    String lists = "1" + "1" + "010" + "000010011" + "1" + "000010001" + "000000";
    String order = "010" + "0" + "1" + "010" + "011" + "00100" + "00101";
    String unit =
        "01100111"
            + "01100100"
            + "00000000"
            + "00001010"
            + "1" // type, profile, level, id
            + "010"
            + "1"
            + "1"
            + "0"
            + lists
            + "1"
            + order
            + "010"
            + "0"
            + "00100"
            + "00100"
            + flag
            + "11";
    ByteBuffer bytes = bits(unit);

    assertThat(H264Sequence.isFramesOnly(bytes, 0, bytes.limit())).isEqualTo(framesOnly);
  }

  @Test
  void isFramesOnly_oneSetOfTwoAllowsFields_isFalse() {
    assertThat(H264Sequence.isFramesOnly(hex("000001" + FRAMES + "000001" + FIELDS))).isFalse();
    assertThat(
            H264Sequence.isFramesOnly(
                hex("0164000affe2" + length(FRAMES) + FRAMES + length(FIELDS) + FIELDS)))
        .isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "67",
        "6764",
        "6742c00a",
        "0142c00affe10040" + FRAMES,
        "0142c00affe10000",
        "0142c00affe1000167",
        "0142c00affe0",
        ""
      })
  void isFramesOnly_cutShort_isFalse(String extradata) {
    assertThat(H264Sequence.isFramesOnly(hex(extradata))).isFalse();
    assertThat(H264Sequence.isFramesOnly(hex("000001" + extradata))).isFalse();
  }

  @Test
  void isFramesOnly_emptySet_isFalse() {
    assertThat(H264Sequence.isFramesOnly(hex("67"), 0, 0)).isFalse();
    assertThat(H264Sequence.isFramesOnly(hex("67"), 0, 1)).isFalse();
  }

  /** Each set is read once: read to the end of the header, these would take hours. */
  @Test
  void isFramesOnly_aMillionSets_areReadInTime() {
    ByteBuffer sets = hex(("000001" + FRAMES).repeat(1_000_000));

    assertTimeoutPreemptively(
        Duration.ofSeconds(30), () -> assertThat(H264Sequence.isFramesOnly(sets)).isTrue());
  }

  @Test
  void isFramesOnly_setOfSeveralMegabytes_isReadUpToItsFlag() {
    ByteBuffer set = hex("000001" + FRAMES + "55".repeat(4_000_000));

    assertThat(H264Sequence.isFramesOnly(set)).isTrue();
  }
}
