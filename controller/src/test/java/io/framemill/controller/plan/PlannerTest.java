package io.framemill.controller.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.framemill.controller.Media;
import io.framemill.controller.MediaInfoBuilder;
import io.framemill.protocol.Attempt;
import io.framemill.protocol.EncodeVideo;
import io.framemill.protocol.JobId;
import io.framemill.protocol.Task;
import io.framemill.protocol.media.MediaInfo;
import io.framemill.protocol.media.MediaInfo.AudioStream;
import io.framemill.protocol.media.Orientation;
import io.framemill.protocol.media.Rational;
import io.framemill.protocol.media.SeekPoint;
import io.framemill.protocol.media.Timeline;
import io.framemill.protocol.rendition.AudioRendition;
import io.framemill.protocol.rendition.Profile;
import io.framemill.protocol.rendition.SubtitleRendition;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlannerTest {
  private final Planner planner = new Planner(new JobId("film-abc"), "in/film.mp4", "out/film");

  @Test
  void plan_oneKeyFrameInAll_makesFewChunks() {
    Plan rare = plan(Media.film(600, 1920, 1080, 600), 4);
    Plan dense = plan(Media.film(600, 1920, 1080, 2), 4);
    assertThat(chunks(rare)).hasSizeLessThan(chunks(dense).size() / 2);
  }

  @Test
  void plan_constantFrameRate_cutsAtItsPicturesAndDecodesFromBeforeThem() {
    Profile ntsc = Media.withFps(Media.profile(360), new Rational(30_000, 1001));
    Plan plan = planner.plan(Media.film(40, 640, 360, 4), ntsc, 10);
    List<EncodeVideo> chunks = chunks(plan);
    assertThat(chunks).hasSizeGreaterThan(7);
    // Picture 120 is the first one at or after 4 s: at 4.004 s.
    assertThat(chunks.get(1).startPts()).isEqualTo(4_004 * 12_800 / 1000 + 1 + 1);
    for (int i = 1; i < chunks.size(); i++) {
      EncodeVideo chunk = chunks.get(i);
      assertThat(chunk.frameRate()).isEqualTo(ntsc.fps());
      assertThat(chunk.startPts()).isEqualTo(chunks.get(i - 1).endPts());
      assertThat(chunk.seekPoints().get(0).pts()).isLessThan(chunk.startPts());
    }
  }

  @Test
  void plan_constantFrameRate_countsItsPicturesInCosts() {
    MediaInfo film = Media.film(40, 640, 360, 4);
    Profile profile = Media.profile(360);
    assertThat(videoCost(planner.plan(film, Media.withFps(profile, new Rational(50, 1)), 2)))
        .isGreaterThan(1.5 * videoCost(planner.plan(film, profile, 2)));
  }

  private static double videoCost(Plan plan) {
    return plan.tasks().stream()
        .filter(task -> task.task() instanceof EncodeVideo)
        .mapToDouble(PlannedTask::costSeconds)
        .sum();
  }

  @Test
  void plan_tasks_areSoundThenLongestFirstThenInTheOrderOfTime() {
    Plan plan = plan(Media.film(130, 1920, 1080, 3), 2);
    List<Task> tasks = plan.tasks().stream().map(PlannedTask::task).toList();
    assertThat(tasks.get(0)).isInstanceOf(Task.EncodeAudio.class);
    assertThat(tasks.subList(1, tasks.size()))
        .hasSizeGreaterThan(4)
        .isSortedAccordingTo(
            Comparator.<Task>comparingInt(task -> -((EncodeVideo) task).segmentCount())
                .thenComparingInt(task -> ((EncodeVideo) task).firstSegment()));
  }

  @Test
  void plan_rungsAboveTheSource_areNamed() {
    assertThat(plan(Media.film(10, 1280, 720, 2), 2).notes())
        .containsExactly("Left out, for the source is smaller: 1080p.");
  }

  @Test
  void plan_chunk_startsDecodingAtTheKeyFrameBeforeItAndCanGoFurtherBack() {
    for (EncodeVideo chunk : chunks(plan(Media.film(60, 1920, 1080, 3), 2))) {
      if (chunk.firstSegment() == 1) {
        assertThat(chunk.seekPoints()).isEmpty();
        continue;
      }
      SeekPoint nearest = chunk.seekPoints().get(0);
      long threeSeconds = 3 * Media.TIME_BASE.denominator();
      assertThat(nearest.pts()).isBetween(chunk.startPts() - threeSeconds + 1, chunk.startPts());
      assertThat(chunk.seekPoints())
          .isSortedAccordingTo(Comparator.comparingLong(SeekPoint::pts).reversed());
    }
  }

  @Test
  void plan_interlaced_isDeinterlacedAndDecodedFromBeforeEachChunk() {
    MediaInfo film = Media.interlaced(Media.film(60, 1920, 1080, 2));
    List<EncodeVideo> chunks = chunks(plan(film, 2));

    assertThat(chunks).hasSizeGreaterThan(2).allMatch(chunk -> chunk.video().deinterlace());
    assertThat(chunks)
        .filteredOn(chunk -> chunk.firstSegment() > 1)
        .allMatch(chunk -> chunk.seekPoints().get(0).pts() < chunk.startPts());
    assertThat(chunks(plan(Media.film(60, 1920, 1080, 2), 2)))
        .noneMatch(chunk -> chunk.video().deinterlace());
  }

  @Test
  void plan_textTracks_areReadByOneTaskUnlessUnwanted() {
    MediaInfo film = Media.withText(Media.film(130, 640, 360, 2));

    Plan plan = plan(film, 2);

    Task.ExtractSubtitles task = (Task.ExtractSubtitles) plan.tasks().get(1).task();
    assertThat(task.renditions())
        .extracting(SubtitleRendition::name, SubtitleRendition::streamIndex)
        .containsExactly(tuple("eng", 3), tuple("deu-forced", 4));
    assertThat(task.timeline()).isEqualTo(plan.timeline());
    assertThat(
            planner.plan(film, Media.withoutSubtitles(Media.profile(360)), 2).tasks().stream()
                .map(PlannedTask::task))
        .noneMatch(Task.ExtractSubtitles.class::isInstance);
  }

  @Test
  void plan_profileWithThumbnails_makesThemLastOfTheSmallestPicture() {
    Profile profile = Media.withThumbnails(Media.profile(1080, 360));

    Plan plan = planner.plan(Media.film(60, 1920, 1080, 2), profile, 2);

    Task.Thumbnails task = (Task.Thumbnails) plan.tasks().get(plan.tasks().size() - 1).task();
    assertThat(task.grid().tiles()).isEqualTo(6);
    assertThat(task.tiles().name()).isEqualTo("360p");
    assertThat(task.poster().name()).isEqualTo("1080p");
    assertThat(planner.plan(Media.song(), profile, 2).notes())
        .contains("No thumbnails: there is no picture for them.");
  }

  @Test
  void plan_readErrors_areNotedOrRefused() {
    MediaInfo film = Media.film(10, 640, 360, 2);
    MediaInfo damaged = MediaInfoBuilder.like(film).readErrors(1).build();

    assertThat(plan(damaged, 2).losses())
        .containsExactly(
            "The source is damaged or cut short: at 1 place it cannot be read on, or its time"
                + " goes back");
    Planner planner = new Planner(new JobId("film"), "in", "out");
    assertThatThrownBy(() -> planner.plan(damaged, Media.strict(Media.profile(360)), 2))
        .isInstanceOf(UnplannableException.class)
        .hasMessageEndingWith("time goes back. The profile is strict.");
    assertThat(planner.plan(film, Media.strict(Media.profile(360)), 2).notes()).isEmpty();
  }

  @Test
  void plan_severalAudioTracks_defaultComesFirstAndNamesDiffer() {
    MediaInfo film = Media.film(10, 640, 360, 2);
    MediaInfo media =
        MediaInfoBuilder.like(film)
            .audio(
                List.of(
                    Media.audio(1, "deu", false),
                    Media.audio(2, "eng", true),
                    Media.audio(3, "eng", false)))
            .build();
    Plan plan = plan(media, 2);
    assertThat(plan.audioRenditions())
        .extracting(AudioRendition::name)
        .containsExactly("eng-128k", "deu-128k", "eng-128k-2");
    assertThat(plan.audioRenditions())
        .extracting(AudioRendition::isDefault)
        .containsExactly(true, false, false);
  }

  @ParameterizedTest(name = "end at {0}")
  @ValueSource(longs = {Long.MAX_VALUE / 2, 12_800L * 86_400 * 365})
  void plan_timesOfACentury_areRefused(long endPts) {
    MediaInfo media = Media.lasting(Media.film(10, 640, 360, 2), endPts);
    assertThatThrownBy(() -> plan(media, 2)).isInstanceOf(UnplannableException.class);
  }

  @Test
  void plan_severalVideoStreams_takesTheFirstAndSaysSo() {
    MediaInfo film = Media.film(10, 640, 360, 2);
    MediaInfo media =
        MediaInfoBuilder.like(film)
            .video(
                List.of(film.video().get(0), Media.video(5, 10, 1280, 720, Orientation.UPRIGHT, 2)))
            .leftOut(new MediaInfo.LeftOut(9, "data", "bin_data", "not picture or sound", false))
            .build();
    Plan plan = plan(media, 2);
    assertThat(plan.video()).isEqualTo(media.video().get(0));
    assertThat(plan.losses())
        .containsExactly(
            "Left out: stream 5, video h264: 1280x720; stream 0 (640x360) is taken;"
                + " `videoStream` in the profile or --video-stream chooses");
    assertThat(plan.notes()).contains("Left out: stream 9, data bin_data: not picture or sound");
  }

  @Test
  void plan_profileWithFiles_makesThemLast() {
    Profile profile = Media.withMp4(Media.profile(720, 360), 360);
    Plan plan = planner.plan(Media.film(30, 1280, 720, 2), profile, 2);
    PlannedTask last = plan.tasks().get(plan.tasks().size() - 1);
    assertThat(last.task())
        .isEqualTo(
            new Task.Mux(
                new Attempt(new JobId("film-abc"), "mux-360p", 1),
                "in/film.mp4",
                "out/film",
                "film-360p.mp4",
                plan.timeline(),
                plan.videoRenditions().get(1),
                plan.audioRenditions().get(0)));
    assertThat(last.mediaMillis()).isEqualTo(30_000);
    assertThat(last.costSeconds()).isPositive();
  }

  @Test
  void plan_soundOnlyAndProfileWithFiles_saysThatThereIsNone() {
    Plan plan = planner.plan(Media.song(), Media.withMp4(Media.profile(360), 360), 2);
    assertThat(plan.tasks()).hasSize(1);
    assertThat(plan.notes()).contains("No MP4 file: there is no picture for it.");
  }

  @Test
  void plan_soundOnly_cutsTheSoundOnItsOwnTimeLine() {
    Plan plan = plan(Media.song(), 2);
    assertThat(plan.video()).isNull();
    assertThat(plan.videoRenditions()).isEmpty();
    assertThat(plan.timeline()).isEqualTo(new Timeline(new Rational(1, 48_000), 0, 480_000, 4_000));
    assertThat(plan.tasks())
        .singleElement()
        .satisfies(
            planned -> {
              assertThat(planned.task()).isInstanceOf(Task.EncodeAudio.class);
              assertThat(planned.mediaMillis()).isEqualTo(10_000);
            });
    assertThat(plan.notes()).containsExactly("No moving picture: the stream has only sound.");
  }

  @Test
  void plan_severalTracksOfSoundOnly_spansThemAllInTicksOfTheDefaultOne() {
    AudioStream early = sound(0, 44_100, "deu", false, new Rational(1, 1000), 500, 8_000);
    AudioStream late = sound(1, 48_000, "eng", true, new Rational(1, 48_000), 48_000, 480_000);
    MediaInfo media = sourceOf(List.of(early, late));
    assertThat(plan(media, 1).timeline())
        .isEqualTo(new Timeline(new Rational(1, 48_000), 24_000, 480_000, 4_000));
  }

  @Test
  void plan_soundOnlyAndProfileWithoutSound_isRefused() {
    Profile silent = Media.withoutAudio(Media.profile(360));
    assertThatThrownBy(() -> planner.plan(Media.song(), silent, 1))
        .isInstanceOf(UnplannableException.class)
        .hasMessage("The source has only sound, and the profile asks for none.");
  }

  @Test
  void plan_neitherPictureNorSound_isRefused() {
    MediaInfo nothing = sourceOf(List.of());
    assertThatThrownBy(() -> plan(nothing, 1))
        .isInstanceOf(UnplannableException.class)
        .hasMessageContaining("neither moving picture nor sound");
  }

  private static AudioStream sound(
      int index,
      int rateHz,
      String language,
      boolean isDefault,
      Rational timeBase,
      long startPts,
      long endPts) {
    return new AudioStream(
        index,
        "aac",
        rateHz,
        2,
        language,
        null,
        isDefault,
        List.of(),
        List.of(),
        timeBase,
        startPts,
        endPts,
        1,
        endPts - startPts);
  }

  private static MediaInfo sourceOf(List<AudioStream> sounds) {
    return MediaInfoBuilder.aSource("mov").audio(sounds).build();
  }

  private Plan plan(MediaInfo media, int slots) {
    return planner.plan(media, Media.profile(1080, 720, 480, 360), slots);
  }

  private static List<EncodeVideo> chunks(Plan plan) {
    return plan.tasks().stream()
        .map(PlannedTask::task)
        .filter(EncodeVideo.class::isInstance)
        .map(EncodeVideo.class::cast)
        .sorted(Comparator.comparingInt(EncodeVideo::firstSegment))
        .toList();
  }
}
