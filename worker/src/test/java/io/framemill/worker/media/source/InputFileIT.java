package io.framemill.worker.media.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_BUG;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_DEMUXER_NOT_FOUND;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_INVALIDDATA;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_PROTOCOL_NOT_FOUND;

import io.framemill.protocol.FailureKind;
import io.framemill.worker.media.failure.TranscodeException;
import io.framemill.worker.media.libav.AvError;
import io.framemill.worker.media.libav.Libav;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InputFileIT {
  private static final int EINVAL = -22;

  @BeforeAll
  static void load() {
    Libav.load();
  }

  /** The system's codes as they come from its disk, the others from the demuxer alone. */
  private static TranscodeException unreadable(int code) {
    return InputFile.unreadable(Path.of("a.mp4"), code, code > -4096 && code != EINVAL ? code : 0);
  }

  // EPERM, ENOENT, EIO, ENOMEM, EACCES, ENFILE, EMFILE, ENOSPC, ETIMEDOUT, ESTALE
  @ParameterizedTest
  @ValueSource(ints = {-1, -2, -5, -12, -13, -23, -24, -28, -110, -116})
  void kind_operatingSystemsCode_isTransient(int code) {
    assertThat(unreadable(code).kind()).isEqualTo(FailureKind.TRANSIENT);
    assertThat(unreadable(code)).hasMessageContaining(AvError.describe(code));
    assertThat(AvError.kindOf(code)).isEqualTo(FailureKind.TRANSIENT);
  }

  @Test
  void kind_libavsCodesOfTheContent_isBadInput() {
    assertThat(unreadable(AVERROR_INVALIDDATA).kind()).isEqualTo(FailureKind.BAD_INPUT);
    assertThat(unreadable(AVERROR_DEMUXER_NOT_FOUND).kind()).isEqualTo(FailureKind.BAD_INPUT);
    assertThat(unreadable(AVERROR_PROTOCOL_NOT_FOUND).kind()).isEqualTo(FailureKind.BAD_INPUT);
    assertThat(unreadable(AVERROR_EOF).kind()).isEqualTo(FailureKind.BAD_INPUT);
  }

  @Test
  void kind_invalidValue_isTheFilesFaultOnlyIfAllElseIsOurs() {
    assertThat(unreadable(EINVAL).kind()).isEqualTo(FailureKind.BAD_INPUT);
    assertThat(AvError.kindOf(EINVAL)).isEqualTo(FailureKind.INTERNAL);
  }

  @Test
  void kind_demuxerSaysIoErrorOfAHealthyDisk_isTheFilesFault() {
    assertThat(InputFile.unreadable(Path.of("a.mp4"), AvError.EIO, 0))
        .satisfies(failure -> assertThat(failure.kind()).isEqualTo(FailureKind.BAD_INPUT))
        .hasMessageContaining("cut short");
  }

  @Test
  void kind_libavsOwnBug_isInternal() {
    assertThat(unreadable(AVERROR_BUG).kind()).isEqualTo(FailureKind.INTERNAL);
  }
}
