package io.framemill.controller.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.framemill.controller.Media;
import io.framemill.protocol.media.MediaInfo;
import io.framemill.protocol.media.MediaInfo.VideoStream;
import io.framemill.protocol.media.OutputTimes;
import io.framemill.protocol.media.Timeline;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScheduleSimulationTest {
  private static final double[] NOTHING = {};

  private final MediaInfo film = Media.film(40, 1280, 720, 40);
  private final VideoStream video = film.video().get(0);
  private final CostModel model = new CostModel(video, null);
  private final ChunkCosts costs =
      new ChunkCosts(
          new OutputTimes(new Timeline(video.timeBase(), 0, video.endPts(), 4_000), null),
          video,
          new KeyFrames(video, false),
          new SourceComplexity(film, video),
          model,
          0,
          Ladder.fit(Media.profile(720).encodes(), video));
  private final Chunk.Share share =
      new Chunk.Share(0, Ladder.fit(Media.profile(720).encodes(), video), List.of(), 2);

  @Test
  void end_oneSlot_isTheSumOfAboutAllCosts() {
    List<Chunk> chunks = List.of(chunk(1, 5), chunk(6, 5));
    double sum = costs.of(chunks.get(0), false) + costs.of(chunks.get(1), true);
    assertThat(end(1, true, chunks)).isBetween(0.8 * sum, 1.2 * sum);
  }

  @Test
  void end_slotThatGoesOnWhereItEnded_savesTheWayThere() {
    List<Chunk> chunks = List.of(chunk(1, 5), chunk(6, 5));
    double way = 20 * model.leadSecond();
    assertThat(end(1, false, chunks) - end(1, true, chunks)).isCloseTo(way, within(0.05 * way));
  }

  @Test
  void end_slotThatIsFreeAfterAnother_stillKnowsWhereItEnded() {
    List<Chunk> chunks = List.of(chunk(1, 2), chunk(7, 4), chunk(3, 4));
    double way = 8 * model.leadSecond();
    assertThat(end(2, false, chunks) - end(2, true, chunks)).isCloseTo(way, within(0.05 * way));
  }

  @Test
  void end_uncertainCosts_isLaterThanIfAllWereAsExpected() {
    List<Chunk> chunks = List.of(chunk(1, 1), chunk(2, 1), chunk(3, 1), chunk(4, 1));
    assertThat(end(4, false, chunks)).isGreaterThan(1.05 * costs.of(chunks.get(3), false));
  }

  @Test
  void end_tasksBefore_occupyTheFirstSlots() {
    List<Chunk> chunks = List.of(chunk(1, 5));
    ScheduleSimulation late = new ScheduleSimulation(costs, 2, new double[] {500, 600}, true);
    ScheduleSimulation early = new ScheduleSimulation(costs, 3, new double[] {500, 600}, true);
    assertThat(late.end(chunks)).isGreaterThan(510);
    assertThat(early.end(chunks)).isCloseTo(600, within(20.0));
  }

  @Test
  void end_manySlots_longTaskLate_countsThatItMayBeLost() {
    double[] long20 = new double[20];
    Arrays.fill(long20, 100);
    double[] short200 = new double[200];
    Arrays.fill(short200, 10);
    double risky = new ScheduleSimulation(costs, 20, long20, true).end(List.of());
    double safe = new ScheduleSimulation(costs, 20, short200, true).end(List.of());
    assertThat(risky - 100).isGreaterThan(5 * (safe - 100)).isPositive();
  }

  @Test
  void end_shortChunksLast_isEarlierThanLongOnesLast() {
    List<Chunk> shrinking = List.of(chunk(1, 4), chunk(5, 4), chunk(9, 1), chunk(10, 1));
    List<Chunk> growing = List.of(chunk(9, 1), chunk(10, 1), chunk(1, 8));
    assertThat(end(2, true, shrinking)).isLessThan(end(2, true, growing));
  }

  private double end(int slots, boolean chunksFollow, List<Chunk> chunks) {
    return new ScheduleSimulation(costs, slots, NOTHING, chunksFollow).end(chunks);
  }

  private Chunk chunk(int first, int segments) {
    return new Chunk(first, segments, share);
  }
}
