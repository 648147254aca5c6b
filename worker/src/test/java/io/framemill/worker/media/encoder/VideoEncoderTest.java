package io.framemill.worker.media.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.framemill.protocol.rendition.VideoCodec;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VideoEncoderTest {
  private static final byte[] VISUAL_FIELDS = new byte[78];

  @ParameterizedTest
  @CsvSource({
    "01 64 00 28 ff e1, avc1.640028",
    "01 42 c0 1e ff e1, avc1.42C01E",
  })
  void codecString_avc_isProfileConstraintsAndLevel(String avcC, String codecs) {
    assertThat(VideoEncoder.of(VideoCodec.H264).codecString(init("avc1", box("avcC", hex(avcC)))))
        .isEqualTo(codecs);
  }

  /** The third is the example of ISO/IEC 14496-15, E.3. */
  @ParameterizedTest
  @CsvSource({
    "01 01 60 00 00 00 b0 00 00 00 00 00 5d, hvc1.1.6.L93.B0",
    "01 22 20 00 00 00 b0 00 00 00 00 00 99, hvc1.2.4.H153.B0",
    "01 64 82 00 00 00 b0 23 00 00 00 00 78, hvc1.A4.41.H120.B0.23",
    "01 01 60 00 00 00 00 00 00 00 00 00 ba, hvc1.1.6.L186",
  })
  void codecString_hevc_isProfileCompatibilityTierLevelAndConstraints(String hvcC, String codecs) {
    assertThat(VideoEncoder.of(VideoCodec.HEVC).codecString(init("hvc1", box("hvcC", hex(hvcC)))))
        .isEqualTo(codecs);
  }

  /** The last is the example of the AV1 ISOBMFF binding, section 5. */
  @ParameterizedTest
  @CsvSource({
    "81 04 0c 00, 00 01 00 01 00 01 00, av01.0.04M.08",
    "81 0d 8c 00, 00 01 00 01 00 01 00, av01.0.13H.08",
    "81 00 0c 00, 00 01 00 01 00 06 00, av01.0.00M.08.0.110.01.01.06.0",
    "81 04 0c 00, 00 01 00 01 00 01 80, av01.0.04M.08.0.110.01.01.01.1",
    "81 04 4e 00, 00 09 00 10 00 09 00, av01.0.04M.10.0.112.09.16.09.0",
  })
  void codecString_av1_addsColoursOnlyWhereTheyAreUnusual(String av1C, String colr, String codecs) {
    byte[] colours = concat("nclx".getBytes(StandardCharsets.US_ASCII), hex(colr));
    byte[] boxes = concat(box("av1C", hex(av1C)), box("colr", colours));

    assertThat(VideoEncoder.of(VideoCodec.AV1).codecString(init("av01", boxes))).isEqualTo(codecs);
  }

  /** The last is the example of the VP codec ISOBMFF binding. */
  @ParameterizedTest
  @CsvSource({
    "00 1f 82 01 01 01 00 00, vp09.00.31.08",
    "00 15 82 01 01 06 00 00, vp09.00.21.08.01.01.01.06.00",
    "02 0a a3 09 10 09 00 00, vp09.02.10.10.01.09.16.09.01",
  })
  void codecString_vp9_addsColoursOnlyWhereTheyAreUnusual(String vpcC, String codecs) {
    byte[] box = box("vpcC", concat(hex("01 00 00 00"), hex(vpcC)));

    assertThat(VideoEncoder.of(VideoCodec.VP9).codecString(init("vp09", box))).isEqualTo(codecs);
  }

  @Test
  void codecString_missingConfiguration_saysWhichBox() {
    assertThatThrownBy(
            () ->
                VideoEncoder.of(VideoCodec.HEVC)
                    .codecString(init("hvc1", box("colr", new byte[11]))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no hvcC box among [colr]");
  }

  @Test
  void codecString_otherCodec_isRefused() {
    assertThatThrownBy(
            () -> VideoEncoder.of(VideoCodec.H264).codecString(init("mp4v", new byte[0])))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("libx264 does not write mp4v");
  }

  @Test
  void codecString_brokenBox_isRefused() {
    assertThatThrownBy(
            () ->
                VideoEncoder.of(VideoCodec.H264)
                    .codecString(ByteBuffer.wrap(hex("00 00 00 ff 6d 6f 6f 76"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a box of 255 bytes");
  }

  private static ByteBuffer init(String type, byte[] boxes) {
    byte[] entry = box(type, concat(VISUAL_FIELDS, boxes));
    byte[] content = box("stsd", concat(hex("00 00 00 00 00 00 00 01"), entry));
    for (String parent : new String[] {"stbl", "minf", "mdia", "trak", "moov"}) {
      content = box(parent, content);
    }
    return ByteBuffer.wrap(concat(box("ftyp", new byte[8]), content));
  }

  private static byte[] box(String type, byte[] content) {
    return ByteBuffer.allocate(8 + content.length)
        .putInt(8 + content.length)
        .put(type.getBytes(StandardCharsets.US_ASCII))
        .put(content)
        .array();
  }

  private static byte[] concat(byte[] first, byte[] second) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(first);
    out.writeBytes(second);
    return out.toByteArray();
  }

  private static byte[] hex(String bytes) {
    return HexFormat.ofDelimiter(" ").parseHex(bytes);
  }
}
