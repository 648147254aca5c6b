package io.framemill.worker.media.inspect.header;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.framemill.worker.media.libav.Libav;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.global.avcodec;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Headers of H.264 written bit by bit (ISO/IEC 14496-10, 7.3): no encoder of ours makes fields. */
class H264PictureCounterTest {
  @BeforeAll
  static void load() {
    Libav.load();
  }

  private static final int BASELINE_FIELDS = 77; // Main profile

  private static String ue(int value) {
    String binary = Integer.toBinaryString(value + 1);
    return "0".repeat(binary.length() - 1) + binary;
  }

  private static String bits(int value, int count) {
    return String.format("%" + count + "s", Integer.toBinaryString(value)).replace(' ', '0');
  }

  private static String nal(int header, String payload) {
    String bits = bits(1, 32) + bits(header, 8) + payload + "1";
    return bits + "0".repeat((8 - bits.length() % 8) % 8);
  }

  // 64x64, frame_mbs_only_flag 0, frame numbers of 4 bits, picture order by type 2.
  private static String sps() {
    return sps("0" + "0");
  }

  /**
   * @param frames frame_mbs_only_flag, and mb_adaptive_frame_field_flag if that is 0
   */
  private static String sps(String frames) {
    return nal(
        0x67,
        bits(BASELINE_FIELDS, 8)
            + bits(0, 8)
            + bits(30, 8)
            + ue(0)
            + ue(0)
            + ue(2)
            + ue(1)
            + "0"
            + ue(3)
            + ue(1)
            + frames
            + "1"
            + "0"
            + "0");
  }

  private static String pps() {
    return nal(
        0x68,
        ue(0) + ue(0) + "0" + "0" + ue(0) + ue(0) + ue(0) + "0" + "00" + ue(0) + ue(0) + ue(0) + "0"
            + "0" + "0");
  }

  /** A slice of type I, not IDR. */
  private static String slice(int frame, boolean isField, boolean isBottom) {
    String field = isField ? "1" + (isBottom ? "1" : "0") : "0";
    return nal(0x61, ue(0) + ue(7) + ue(0) + bits(frame, 4) + field + "1".repeat(40));
  }

  /** Freed with the process. */
  private static AVPacket packet(String bits) {
    AVPacket packet = avcodec.av_packet_alloc();
    assertThat(avcodec.av_new_packet(packet, bits.length() / 8)).isZero();
    for (int i = 0; i < bits.length(); i += 8) {
      packet.data().put(i / 8, (byte) Integer.parseInt(bits.substring(i, i + 8), 2));
    }
    return packet;
  }

  private static PictureHeaders headers(String shape, boolean mayHaveFields) {
    return new PictureHeaders(shape, false, mayHaveFields);
  }

  /** Of a stream with a header. */
  private static H264PictureCounter open(AVPacket header) {
    AVCodecParameters parameters = avcodec.avcodec_parameters_alloc();
    parameters.codec_id(avcodec.AV_CODEC_ID_H264);
    parameters.extradata(header.data()).extradata_size(header.size());
    return H264PictureCounter.open(parameters);
  }

  private static H264PictureCounter open() {
    AVCodecParameters parameters = avcodec.avcodec_parameters_alloc();
    parameters.codec_id(avcodec.AV_CODEC_ID_H264);
    return H264PictureCounter.open(parameters);
  }

  @Test
  void in_twoFieldsOfOneFrame_areOnePicture() {
    try (H264PictureCounter counter = open()) {
      assertThat(counter.in(packet(sps() + pps() + slice(0, true, false)))).isEqualTo(1);
      assertThat(counter.in(packet(slice(0, true, true)))).isZero();
      assertThat(counter.in(packet(slice(1, true, false)))).isEqualTo(1);
      assertThat(counter.in(packet(slice(1, true, true)))).isZero();
    }
  }

  @Test
  void in_framesAndPacketsOfTwoFields_areOnePictureEach() {
    try (H264PictureCounter counter = open()) {
      assertThat(counter.in(packet(sps() + pps() + slice(0, false, false)))).isEqualTo(1);
      assertThat(counter.in(packet(slice(1, true, false) + slice(1, true, true)))).isEqualTo(1);
      assertThat(counter.in(packet(slice(2, true, false) + slice(2, true, true)))).isEqualTo(1);
      assertThat(counter.in(packet(slice(3, false, false)))).isEqualTo(1);
    }
  }

  @Test
  void in_headersOfFramesOnlyThenOfFields_countsFieldsFromThere() {
    try (H264PictureCounter counter = open(packet(sps("1")))) {
      counter.read(headers("frames", false));
      assertThat(counter.in(packet(sps("1") + pps() + slice(0, false, false)))).isEqualTo(1);
      counter.read(headers("", false));
      assertThat(counter.in(packet("00000000"))).isEqualTo(1);
      counter.read(headers("fields", true));
      assertThat(counter.in(packet(sps() + pps() + slice(0, true, false)))).isEqualTo(1);
      counter.read(headers("", false));
      assertThat(counter.in(packet(slice(0, true, true)))).isZero();
    }
  }

  @Test
  void close_twice_freesOnce() {
    H264PictureCounter counter = open();

    counter.close();

    assertThatCode(counter::close).doesNotThrowAnyException();
  }
}
