package io.framemill.worker.media.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.framemill.protocol.media.TextCount;
import org.junit.jupiter.api.Test;

class CueListTest {
  private static final int HOUR = 3_600_000;

  private final CueList cues = new CueList();

  @Test
  void within_anyOrder_isInTheOrderOfTime() {
    cues.add(3_000, 4_000, "b");
    cues.add(1_000, 9_000, "a");
    cues.add(3_000, 3_500, "c");
    assertThat(cues.within(HOUR)).extracting(Cue::text).containsExactly("a", "b", "c");
  }

  @Test
  void within_unknownEnd_staysUntilTheNextOrFiveSeconds() {
    cues.add(1_000, CueList.UNKNOWN, "a");
    cues.add(1_000, CueList.UNKNOWN, "b");
    cues.add(3_000, CueList.UNKNOWN, "c");
    assertThat(cues.within(HOUR))
        .extracting(Cue::endMillis)
        .containsExactly(3_000L, 3_000L, 8_000L);
  }

  @Test
  void within_outsideTheProgramme_isCutOrLeftOut() {
    cues.add(-500, -100, "before");
    cues.add(-500, 100, "half");
    cues.add(9_900, 12_000, "last");
    cues.add(10_000, 12_000, "behind");
    assertThat(cues.within(10_000))
        .containsExactly(new Cue(0, 100, "half"), new Cue(9_900, 12_000, "last"));
  }

  @Test
  void within_noTextOrNoTime_isLeftOut() {
    cues.add(0, 1_000, "");
    cues.add(500, 500, "no time");
    cues.add(500, 400, "backwards");
    assertThat(cues.within(HOUR)).isEmpty();
  }

  @Test
  void within_sameTextAtTheSameTime_standsOnce() {
    cues.add(0, 1_000, "shadow");
    cues.add(0, 1_000, "shadow");
    cues.add(1_000, 2_000, "shadow");
    assertThat(cues.within(HOUR)).hasSize(2);
  }

  @Test
  void count_packetsOfEachFate_addUp() {
    add(-500, -100, "before");
    add(-500, 100, "half");
    add(9_900, 12_000, "last");
    add(9_900, 12_000, "last");
    add(10_000, 12_000, "behind");
    add(500, 400, "backwards");
    add(0, 1_000, "");
    cues.beginPacket();

    assertThat(cues.count(10_000, 7)).isEqualTo(new TextCount(3, 7, 1, 1, 1, 2));
  }

  @Test
  void count_onePacketOfSeveralTexts_isShownIfOneIs() {
    cues.beginPacket();
    cues.add(-500, -100, "before");
    cues.add(0, 100, "shown");
    cues.add(500, 500, "no time");

    assertThat(cues.count(HOUR, 0)).isEqualTo(TextCount.of(1));
  }

  private void add(long startMillis, long endMillis, String text) {
    cues.beginPacket();
    cues.add(startMillis, endMillis, text);
  }
}
