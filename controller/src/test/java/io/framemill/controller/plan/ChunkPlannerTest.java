package io.framemill.controller.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.DOUBLE;

import io.framemill.controller.Media;
import io.framemill.controller.MediaInfoBuilder;
import io.framemill.protocol.EncodeVideo;
import io.framemill.protocol.JobId;
import io.framemill.protocol.media.MediaInfo;
import io.framemill.protocol.media.Rational;
import io.framemill.protocol.media.SeekPoint;
import io.framemill.protocol.rendition.Profile;
import io.framemill.protocol.rendition.VideoRendition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How {@link Planner} cuts pictures into tasks. */
class ChunkPlannerTest {
  /** Key frames of half a minute of natural video, in seconds, and the bytes up to each. */
  private static final double[][] NATURAL = {
    {0, 0}, {10.417, 7.888e6}, {11.875, 9.318e6}, {15.75, 12.504e6}, {23.042, 14.068e6}
  };

  private static final int NATURAL_BYTES = 22_718_509;

  private final Planner planner = new Planner(new JobId("film-abc"), "in/film.mp4", "out/film");

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void plan_anySource_coversEverySegmentOfEachRenditionOnce(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 20; i++) {
      int seconds = 1 + random.nextInt(random.nextBoolean() ? 60 : 4_000);
      int slots = 1 + random.nextInt(random.nextBoolean() ? 4 : 200);
      MediaInfo film = randomFilm(random, seconds);

      Plan plan = plan(film, slots);

      assertThat(plan).isEqualTo(plan(film, slots));
      Map<String, Integer> next = new HashMap<>();
      for (EncodeVideo chunk : inTime(plan)) {
        for (VideoRendition rendition : chunk.renditions()) {
          assertThat(chunk.firstSegment()).isEqualTo(next.getOrDefault(rendition.name(), 1));
          next.put(rendition.name(), chunk.firstSegment() + chunk.segmentCount());
        }
      }
      int segments = plan.timeline().segmentCount();
      assertThat(next.values()).hasSize(4).containsOnly(segments + 1);
      int most = Math.max(5, (int) Math.ceil(longestGapSeconds(film) / 4));
      assertThat(inTime(plan)).allMatch(chunk -> chunk.segmentCount() <= most);
    }
  }

  @Test
  void plan_halfAMinuteOnTwoSlots_endsTogetherAndDecodesLittleTwice() {
    Plan plan = plan(natural(), 2);

    assertThat(leadSeconds(plan)).isLessThan(8);
    assertThat(end(plan, 2)).isLessThan(1.04 * totalCost(plan) / 2);
  }

  @Test
  void plan_oneSlot_takesFewChunks() {
    assertThat(inTime(plan(natural(), 1))).hasSize(2);
  }

  @Test
  void plan_manySlots_usesThemAll() {
    Plan plan = plan(natural(), 8);
    assertThat(inTime(plan)).hasSizeGreaterThanOrEqualTo(8);
    assertThat(end(plan, 8)).isLessThan(1.6 * totalCost(plan) / 8);
  }

  @Test
  void plan_longFilm_takesLongChunksFirstAndShortOnesAtTheEnd() {
    List<EncodeVideo> chunks = inTime(plan(Media.film(600, 1920, 1080, 2), 4));

    assertThat(chunks.subList(0, chunks.size() / 2))
        .extracting(EncodeVideo::segmentCount)
        .allMatch(segments -> segments >= 3);
    assertThat(chunks.subList(chunks.size() - 4, chunks.size()))
        .extracting(EncodeVideo::segmentCount)
        .allMatch(segments -> segments <= 3)
        .contains(1);
  }

  @ParameterizedTest(name = "{0} slots")
  @CsvSource({"1,500", "64,700", "1000,4000"})
  void plan_veryLongFilm_makesASaneNumberOfTasks(int slots, int maxTasks) {
    Plan plan = plan(Media.film(7_200, 1920, 1080, 2), slots);
    assertThat(inTime(plan)).hasSizeBetween(Math.min(slots, 360), maxTasks);
  }

  @Test
  void plan_keyFramesNearSegments_startsChunksThere() {
    // Each third segment begins at a key frame; the others are reached through seconds of it.
    List<EncodeVideo> chunks = inTime(plan(Media.film(600, 1920, 1080, 12), 4));
    long atKeyFrames = chunks.stream().filter(chunk -> chunk.firstSegment() % 3 == 1).count();
    assertThat(atKeyFrames).isGreaterThan(2 * chunks.size() / 3);
  }

  @Test
  void plan_oneKeyFrameInHours_keepsChunksToMinutesOfWork() {
    Plan plan = plan(silent(Media.film(4 * 3_600, 1920, 1080, 4 * 3_600)), 2);
    assertThat(plan.tasks())
        .filteredOn(planned -> ((EncodeVideo) planned.task()).firstSegment() == 1)
        .singleElement()
        .extracting(PlannedTask::costSeconds, DOUBLE)
        .isBetween(300.0, 600.0);
  }

  @Test
  void plan_interlaced_startsNoChunksAtKeyFrames() {
    // The picture before would have to be reached from the key frame before that.
    MediaInfo film = Media.interlaced(Media.film(600, 1920, 1080, 12));
    List<EncodeVideo> chunks = inTime(plan(film, 4));
    long atKeyFrames = chunks.stream().filter(chunk -> chunk.firstSegment() % 3 == 1).count();
    assertThat(atKeyFrames).isLessThan(chunks.size() / 4);
  }

  @Test
  void plan_hardEndOfTheSource_costsMoreThanItsEasyMiddle() {
    List<PlannedTask> tasks = plan(natural(), 16).tasks();
    assertThat(costOf(tasks, 7)).isGreaterThan(1.3 * costOf(tasks, 5));
  }

  @Test
  void plan_fewerSegmentsThanSlots_sharesTheLadder() {
    Plan plan = plan(Media.film(4, 1920, 1080, 4), 2);

    assertThat(inTime(plan))
        .extracting(task -> task.attempt().task())
        .containsExactlyInAnyOrder("video-00001-1", "video-00001-2");
    assertThat(inTime(plan))
        .extracting(task -> task.renditions().stream().map(VideoRendition::name).toList())
        .containsExactlyInAnyOrder(List.of("1080p"), List.of("720p", "480p", "360p"));
    assertThat(inTime(plan))
        .extracting(task -> task.ladder().otherRenditions().size())
        .containsExactlyInAnyOrder(3, 1);
    assertThat(end(plan, 2)).isLessThan(0.7 * end(plan(Media.film(4, 1920, 1080, 4), 1), 1));
  }

  @Test
  void plan_oneSlotOrLongFilm_keepsTheLadderTogether() {
    assertThat(inTime(plan(Media.film(4, 1920, 1080, 4), 1))).hasSize(1);
    assertThat(inTime(plan(Media.film(600, 1920, 1080, 2), 2)))
        .allMatch(
            chunk -> chunk.renditions().size() == 4 && chunk.ladder().otherRenditions().isEmpty());
  }

  @Test
  void plan_manySlotsAndManyMoreChunks_sharesSomeOfTheLast() {
    Plan plan = plan(silent(Media.film(1_000, 1920, 1080, 4)), 100);
    List<EncodeVideo> parts =
        inTime(plan).stream().filter(chunk -> chunk.renditions().size() < 4).toList();
    assertThat(parts).hasSizeBetween(50, 512);
    assertThat(parts.get(0).startPts()).isGreaterThan(plan.timeline().endPts() * 4 / 10);
    assertThat(plan.tasks().subList(plan.tasks().size() - 25, plan.tasks().size()))
        .allMatch(task -> ((EncodeVideo) task.task()).renditions().size() < 4);
  }

  @Test
  void plan_notAlone_keepsTheLadderTogether() {
    MediaInfo film = Media.film(12, 1920, 1080, 4);
    Profile profile = Media.profile(1080, 720, 480, 360);
    assertThat(inTime(planner.plan(film, profile, 16, true))).hasSizeGreaterThan(3);
    assertThat(inTime(planner.plan(film, profile, 16, false)))
        .hasSize(3)
        .allMatch(chunk -> chunk.renditions().size() == 4);
  }

  private static double costOf(List<PlannedTask> tasks, int segment) {
    return tasks.stream()
        .filter(
            planned ->
                planned.task() instanceof EncodeVideo chunk
                    && chunk.firstSegment() == segment
                    && chunk.segmentCount() == 1)
        .mapToDouble(PlannedTask::costSeconds)
        .sum();
  }

  private Plan plan(MediaInfo film, int slots) {
    return planner.plan(film, Media.profile(1080, 720, 480, 360), slots);
  }

  /** In the order of time, whatever the order of dispatch. */
  private static List<EncodeVideo> inTime(Plan plan) {
    return plan.tasks().stream()
        .map(PlannedTask::task)
        .filter(EncodeVideo.class::isInstance)
        .map(EncodeVideo.class::cast)
        .sorted(Comparator.comparingInt(EncodeVideo::firstSegment))
        .toList();
  }

  private static double totalCost(Plan plan) {
    return plan.tasks().stream().mapToDouble(PlannedTask::costSeconds).sum();
  }

  /** When the last slot is done if each takes the next task as soon as it is free. */
  private static double end(Plan plan, int slots) {
    List<Double> busy = new ArrayList<>();
    for (int i = 0; i < slots; i++) {
      busy.add(0.0);
    }
    for (PlannedTask task : plan.tasks()) {
      busy.sort(Comparator.naturalOrder());
      busy.set(0, busy.get(0) + task.costSeconds());
    }
    return busy.stream().max(Comparator.naturalOrder()).orElseThrow();
  }

  /** One task makes a track of sound; with a hundred slots that is what a film waits for. */
  private static MediaInfo silent(MediaInfo film) {
    return MediaInfoBuilder.like(film).audio(List.of()).subtitles(List.of()).build();
  }

  private static double leadSeconds(Plan plan) {
    return inTime(plan).stream()
        .filter(chunk -> chunk.firstSegment() > 1)
        .mapToDouble(
            chunk ->
                (chunk.startPts() - chunk.seekPoints().get(0).pts()) * Media.TIME_BASE.toDouble())
        .sum();
  }

  private static double longestGapSeconds(MediaInfo film) {
    return new KeyFrames(film.video().get(0), false).longestGapSeconds();
  }

  private static MediaInfo natural() {
    List<SeekPoint> keyFrames = new ArrayList<>();
    for (double[] keyFrame : NATURAL) {
      keyFrames.add(new SeekPoint(ticks(keyFrame[0]), (long) keyFrame[1]));
    }
    return Media.withKeyFrames(Media.film(30, 1920, 1080, 30), keyFrames, NATURAL_BYTES);
  }

  private static MediaInfo randomFilm(Random random, int seconds) {
    List<SeekPoint> keyFrames = new ArrayList<>();
    double longest = Math.pow(10, 3 * random.nextDouble());
    long bytes = 0;
    for (double at = 0; at < seconds; at += 0.1 + longest * random.nextDouble()) {
      keyFrames.add(new SeekPoint(ticks(at), random.nextInt(100) == 0 ? -1 : bytes));
      bytes += 1 + random.nextInt(1_000_000);
    }
    return Media.withKeyFrames(Media.film(seconds, 1920, 1080, 1), keyFrames, bytes);
  }

  private static long ticks(double seconds) {
    return (long) (seconds * new Rational(Media.TIME_BASE.denominator(), 1).toDouble());
  }
}
