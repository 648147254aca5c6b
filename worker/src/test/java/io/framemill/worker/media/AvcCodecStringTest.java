package io.framemill.worker.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class AvcCodecStringTest {
  private static ByteBuffer bytes(String hex) {
    return ByteBuffer.wrap(HexFormat.ofDelimiter(" ").parseHex(hex));
  }

  @Test
  void of_parameterSets_readsProfileAndLevel() {
    assertThat(AvcCodecString.of(bytes("00 00 00 01 67 64 00 28 ac d9 00 00 00 01 68 eb")))
        .isEqualTo("avc1.640028");
  }

  @Test
  void of_otherUnitsFirst_findsTheParameterSet() {
    assertThat(AvcCodecString.of(bytes("00 00 01 09 f0 00 00 01 67 42 c0 1e 00")))
        .isEqualTo("avc1.42C01E");
  }

  @Test
  void of_noParameterSet_throws() {
    assertThatThrownBy(() -> AvcCodecString.of(bytes("00 00 01 68 eb e3 cb 22")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("sequence parameter set");
  }
}
