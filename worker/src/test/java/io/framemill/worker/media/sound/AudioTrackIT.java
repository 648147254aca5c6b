package io.framemill.worker.media.sound;

import static org.assertj.core.api.Assertions.assertThat;

import io.framemill.protocol.media.Rational;
import io.framemill.protocol.media.Timeline;
import io.framemill.protocol.rendition.AudioCodec;
import io.framemill.worker.media.libav.Libav;
import io.framemill.worker.testmedia.TaskRun;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AudioTrackIT {
  private static final int RATE_HZ = 8_000;
  private static final int SECONDS = 60;

  @TempDir private Path directory;

  @BeforeAll
  static void load() {
    Libav.load();
  }

  @Test
  void addSilenceUntil_aMinute_givesSignsOfLifeAllTheWay() {
    Timeline timeline = new Timeline(new Rational(1, 1_000), 0, SECONDS * 1_000L, 4_000);
    List<Long> heard = new ArrayList<>();
    try (AudioTrack track =
        AudioTrack.open(
            TaskRun.rendition("und-96k", AudioCodec.AAC, RATE_HZ, 1),
            timeline,
            directory,
            (frames, mediaMillis) -> heard.add(mediaMillis))) {
      track.addSilenceUntil((long) SECONDS * RATE_HZ);
    }

    assertThat(heard).isSorted().hasSizeGreaterThan(SECONDS);
    assertThat(heard.get(heard.size() - 1)).isGreaterThan((SECONDS - 1) * 1_000L);
  }
}
