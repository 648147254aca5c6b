package io.framemill.controller.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.framemill.controller.Media;
import io.framemill.controller.profile.Profiles;
import io.framemill.protocol.JobId;
import io.framemill.protocol.media.MediaInfo;
import io.framemill.protocol.rendition.Profile;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CostLimitTest {
  private final Plan plan = planned(Media.film(600, 1920, 1080, 2), Media.profile(1080));

  @Test
  void check_estimateAboveTheLimit_refusesAndTellsBothAndWhatToDo() {
    assertThatThrownBy(() -> new CostLimit(100, List.of()).check(plan, "film.mp4"))
        .isInstanceOf(UnplannableException.class)
        .hasMessageMatching(
            "The job would take about 1,[0-9]{3} core-seconds, and the limit is 100 "
                + "\\(--max-cost\\)\\. Take a shorter or smaller source, .*");
  }

  @Test
  void check_estimateBelowTheLimit_returnsThePlan() {
    assertThat(new CostLimit(100_000, List.of()).check(plan, "film.mp4")).isSameAs(plan);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "uploads/a/film.mp4",
        "./uploads/a/film.mp4",
        "in/../uploads/a/film.mp4",
        "uploads//a/film.mp4",
        "Uploads/a/film.mp4",
        "out/film-1/video/1080.mp4",
        "in/../OUT/film-1/video/1080.mp4"
      })
  void check_limitOfADirectory_holdsForEveryNameOfItsFiles(String source) {
    assertThatThrownBy(() -> new CostLimit(100, List.of("uploads", "out")).check(plan, source))
        .isInstanceOf(UnplannableException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"film.mp4", "in/film.mp4", "uploads-of-mine/film.mp4", "outtakes/a.mp4"})
  void check_limitOfADirectory_doesNotHoldForOthers(String source) {
    assertThat(new CostLimit(100, List.of("uploads", "out")).check(plan, source)).isSameAs(plan);
  }

  @ParameterizedTest
  @MethodSource("io.framemill.controller.profile.Profiles#builtInNames")
  void check_filmOfThreeHoursAtSixtyFramesASecond_passesTheLimitOfUploads(String profile) {
    // As many pictures at 25 a second.
    Plan film = planned(Media.film(3 * 3600 * 60 / 25, 1920, 1080, 2), Profiles.load(profile));

    assertThat(
            new CostLimit(CostLimit.DEFAULT_UPLOAD_CORE_SECONDS, List.of()).check(film, "film.mp4"))
        .isSameAs(film);
  }

  @Test
  void check_noLimit_takesEveryPlan() {
    assertThat(CostLimit.NONE.check(plan, "film.mp4")).isSameAs(plan);
  }

  private static Plan planned(MediaInfo media, Profile profile) {
    return new Planner(new JobId("film"), "film.mp4", "film").plan(media, profile, 2);
  }
}
