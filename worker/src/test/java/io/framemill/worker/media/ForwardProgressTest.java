package io.framemill.worker.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.framemill.worker.media.failure.MediaProgress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ForwardProgressTest {
  @Test
  void encoded_less_isHeardAsTheSame() {
    List<String> heard = new ArrayList<>();
    MediaProgress progress =
        new ForwardProgress((frames, millis) -> heard.add(frames + " in " + millis));

    progress.encoded(0, 0);
    progress.encoded(3, 120);
    progress.encoded(0, 0);
    progress.encoded(4, 160);

    assertThat(heard).containsExactly("0 in 0", "3 in 120", "3 in 120", "4 in 160");
  }
}
