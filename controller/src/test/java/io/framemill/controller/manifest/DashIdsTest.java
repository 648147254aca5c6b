package io.framemill.controller.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import io.framemill.controller.Media;
import io.framemill.controller.MediaInfoBuilder;
import io.framemill.controller.plan.Plan;
import io.framemill.controller.plan.PlannedTask;
import io.framemill.controller.plan.Planner;
import io.framemill.controller.profile.Profiles;
import io.framemill.protocol.JobId;
import io.framemill.protocol.Task;
import io.framemill.protocol.media.MediaInfo;
import io.framemill.protocol.media.MediaInfo.SubtitleStream;
import io.framemill.protocol.media.TextCount;
import io.framemill.protocol.rendition.ExtractedSubtitles;
import io.framemill.protocol.rendition.Profile;
import io.lindstrom.mpd.MPDParser;
import io.lindstrom.mpd.data.AdaptationSet;
import io.lindstrom.mpd.data.Representation;
import io.lindstrom.mpd.data.descriptor.Descriptor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The ids of {@code manifest.mpd} for all that one job can have (ISO/IEC 23009-1: each adaptation
 * set and each representation of a period has an id of its own). All tracks are in one language,
 * where names are most alike.
 */
class DashIdsTest {
  private static final List<String> CODECS = List.of("h264", "hevc", "av1");
  private static final MPDParser PARSER = new MPDParser();
  private static final int RUNGS_PER_CODEC = 2;
  private static final int QUALITIES_PER_TRACK = 2;
  private static final RenditionTrack TRACK =
      RenditionTrackTest.track(new long[] {4_000}, new long[] {500_000});

  @TempDir Path directory;

  static Stream<Arguments> combinations() {
    List<Arguments> all = new ArrayList<>();
    for (int codecs = 1; codecs <= CODECS.size(); codecs++) {
      for (int sounds = 0; sounds <= 3; sounds++) {
        for (int texts = 0; texts <= 3; texts++) {
          all.add(Arguments.of(codecs, sounds, texts, false));
          all.add(Arguments.of(codecs, sounds, texts, true));
        }
      }
    }
    return all.stream();
  }

  @ParameterizedTest(name = "{0} codecs, {1} sounds, {2} texts, thumbnails: {3}")
  @MethodSource("combinations")
  void write_everyCombination_givesEachElementAnIdOfItsOwn(
      int codecs, int sounds, int texts, boolean thumbnails) throws IOException {
    Plan plan = plan(source(sounds, texts), profile(codecs, thumbnails));
    assertThat(plan.tasks().stream().anyMatch(planned -> planned.task() instanceof Task.Thumbnails))
        .isEqualTo(thumbnails);

    List<AdaptationSet> sets = sets(DashManifest.write(presentation(plan)));

    assertThat(sets)
        .hasSize(codecs + sounds * QUALITIES_PER_TRACK + texts)
        .extracting(AdaptationSet::getId)
        .doesNotContainNull()
        .doesNotHaveDuplicates();
    assertThat(sets.stream().flatMap(set -> set.getRepresentations().stream()))
        .hasSize(codecs * RUNGS_PER_CODEC + sounds * QUALITIES_PER_TRACK + texts)
        .extracting(Representation::getId)
        .doesNotContainNull()
        .doesNotHaveDuplicates();
    List<AdaptationSet> pictures =
        sets.stream().filter(set -> set.getContentType().equals("video")).toList();
    Set<Long> pictureIds = new HashSet<>(pictures.stream().map(AdaptationSet::getId).toList());
    assertThat(pictures)
        .hasSize(codecs)
        .allSatisfy(set -> assertThat(switchedBetween(set)).isEqualTo(pictureIds));
  }

  /** The ids of the sets between which a player may switch, with its own. */
  private static Set<Long> switchedBetween(AdaptationSet set) {
    Set<Long> ids = new HashSet<>(Set.of(set.getId()));
    for (Descriptor property : set.getSupplementalProperties()) {
      assertThat(property.getSchemeIdUri())
          .isEqualTo("urn:mpeg:dash:adaptation-set-switching:2016");
      Stream.of(property.getValue().split(",")).map(Long::valueOf).forEach(ids::add);
    }
    return ids;
  }

  private static List<AdaptationSet> sets(String manifest) throws IOException {
    return PARSER.parse(manifest).getPeriods().get(0).getAdaptationSets();
  }

  private static MediaInfo source(int sounds, int texts) {
    return MediaInfoBuilder.like(Media.film(10, 1280, 720, 2))
        .audio(
            IntStream.rangeClosed(1, sounds).mapToObj(i -> Media.audio(i, "eng", i == 1)).toList())
        .subtitles(
            IntStream.rangeClosed(sounds + 1, sounds + texts).mapToObj(DashIdsTest::text).toList())
        .build();
  }

  private static SubtitleStream text(int index) {
    return new SubtitleStream(index, "subrip", "eng", null, false, false, List.of(), List.of(), 7);
  }

  /** Two rungs of the same height for each codec. */
  private Profile profile(int codecs, boolean thumbnails) throws IOException {
    StringBuilder yaml = new StringBuilder("encodes:\n");
    for (String codec : CODECS.subList(0, codecs)) {
      yaml.append("  - {codec: %s, height: 360, maxRateKbps: 900}\n".formatted(codec));
      yaml.append("  - {codec: %s, height: 360, maxRateKbps: 400}\n".formatted(codec));
    }
    yaml.append(
        "audio:\n  - {codec: aac, bitrateKbps: 128}\n  - {codec: opus, bitrateKbps: 128}\n");
    yaml.append(thumbnails ? "thumbnails: {intervalSeconds: 5}\n" : "");
    return Profiles.load(Files.writeString(directory.resolve("p.yaml"), yaml).toString());
  }

  private static Plan plan(MediaInfo source, Profile profile) {
    return new Planner(new JobId("job"), "source", "output").plan(source, profile, 2);
  }

  private static Presentation presentation(Plan plan) {
    List<SubtitleTrack> texts =
        plan.tasks().stream()
            .map(PlannedTask::task)
            .filter(Task.ExtractSubtitles.class::isInstance)
            .flatMap(task -> ((Task.ExtractSubtitles) task).renditions().stream())
            .map(
                rendition ->
                    new SubtitleTrack(
                        rendition,
                        plan.timeline(),
                        new ExtractedSubtitles(rendition.name(), 3, 1, 1, TextCount.of(1))))
            .toList();
    return new Presentation(
        plan.videoRenditions().stream().map(r -> new MasterPlaylist.Video(r, TRACK)).toList(),
        plan.audioRenditions().stream().map(r -> new MasterPlaylist.Audio(r, TRACK)).toList(),
        texts,
        4_000);
  }
}
