package io.framemill.worker.media.libav;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.framemill.protocol.FailureKind;
import io.framemill.worker.media.failure.TranscodeException;
import org.junit.jupiter.api.Test;

class EncoderIT {
  @Test
  void open_unknownEncoder_saysThatThisBuildHasNone() {
    Libav.load();
    try (NativeOptions options = new NativeOptions()) {
      assertThatExceptionOfType(TranscodeException.class)
          .isThrownBy(() -> Encoder.open("libnone", context -> {}, options))
          .withMessage("This build of FFmpeg has no encoder libnone")
          .satisfies(e -> assertThat(e.kind()).isEqualTo(FailureKind.INTERNAL));
    }
  }
}
