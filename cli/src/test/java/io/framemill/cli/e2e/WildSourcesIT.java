package io.framemill.cli.e2e;

import static io.framemill.cli.e2e.OutputCheck.announcedRate;
import static io.framemill.cli.e2e.OutputCheck.beeps;
import static io.framemill.cli.e2e.OutputCheck.characteristic;
import static io.framemill.cli.e2e.OutputCheck.frames;
import static io.framemill.cli.e2e.OutputCheck.heldPicture;
import static io.framemill.cli.e2e.OutputCheck.mainLanguage;
import static io.framemill.cli.e2e.OutputCheck.noCombing;
import static io.framemill.cli.e2e.OutputCheck.noDamage;
import static io.framemill.cli.e2e.OutputCheck.noWarning;
import static io.framemill.cli.e2e.OutputCheck.oneTargetDuration;
import static io.framemill.cli.e2e.OutputCheck.pictureSeconds;
import static io.framemill.cli.e2e.OutputCheck.refused;
import static io.framemill.cli.e2e.OutputCheck.silence;
import static io.framemill.cli.e2e.OutputCheck.size;
import static io.framemill.cli.e2e.OutputCheck.soundInLanguage;
import static io.framemill.cli.e2e.OutputCheck.soundSeconds;
import static io.framemill.cli.e2e.OutputCheck.soundTracks;
import static io.framemill.cli.e2e.OutputCheck.square;
import static io.framemill.cli.e2e.OutputCheck.warns;

import io.framemill.testbroker.TestTimeouts;
import io.framemill.worker.testmedia.WildSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Generated sources of the kinds that people report. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WildSourcesIT {
  private static final String DESCRIBES_VIDEO = "public.accessibility.describes-video";

  /** Of these something is lost, and said. */
  private static final Set<WildSource> LOSING =
      EnumSet.of(
          WildSource.SAME_TIMES,
          WildSource.EDIT_LIST_DROPS,
          WildSource.CUT_MP4,
          WildSource.CUT_SOUND,
          WildSource.CUT_MKV,
          WildSource.CUT_IN_A_GOP);

  private static final Set<WildSource> REFUSED =
      EnumSet.of(WildSource.CONTENT_ENCRYPTION, WildSource.MOSTLY_DAMAGED);

  @TempDir private static Path sources;
  @TempDir private static Path directory;
  private final Map<WildSource, WildRow> rows = new EnumMap<>(WildSource.class);
  private WildRun run;

  private static OutputCheck rightOf(WildSource source) {
    return switch (source) {
      case ONE_PICTURE_LONG_SOUND -> heldPicture(1, 6).and(soundSeconds(6)).and(beeps(0, 6));
      case PICTURE_STOPS -> heldPicture(50, 6).and(soundSeconds(6)).and(beeps(0, 6));
      case SOUND_A_LITTLE_LONGER -> frames(50).and(pictureSeconds(2.5)).and(soundSeconds(2.5));
      case LATE_SOUND_PS -> frames(700).and(silence(0, 19.9)).and(beeps(20, 24));
      case LATE_SOUND_FLV -> frames(110).and(silence(0, 99.9)).and(beeps(100, 104));
      case GROWING_PMT -> frames(375).and(silence(0, 9.9)).and(beeps(10, 12));
      case SECOND_SOUND_IN_THE_MIDDLE_MKV, SECOND_SOUND_IN_THE_MIDDLE_TS ->
          frames(125)
              .and(soundTracks(2))
              .and(soundInLanguage("en", 0, 5))
              .and(soundInLanguage("de", 2, 3));
      case PID_CHANGE, SOUND_PID_CHANGE ->
          frames(100).and(soundTracks(1)).and(soundSeconds(4)).and(beeps(0, 4));
      case SOUND_CODEC_CHANGE -> frames(100).and(joinedOrNamed());
      case TWO_PROGRAMMES ->
          size(160, 96).and(frames(50)).and(soundTracks(1)).and(beeps(0, 2)).and(warns("program"));
      case MOTION_PHOTO -> size(160, 96).and(frames(50)).and(warns("320x192"));
      case ANIMATED_AVIF -> frames(20);
      case AUDIO_DESCRIPTION_FIRST ->
          soundTracks(2).and(beeps(0, 2)).and(characteristic(DESCRIBES_VIDEO));
      case SOUND_ROLES ->
          soundTracks(4).and(mainLanguage("en")).and(characteristic(DESCRIBES_VIDEO));
      case LANGUAGE_REGIONS ->
          soundTracks(2).and(soundInLanguage("pt-BR", 0, 2)).and(soundInLanguage("pt-PT", 0, 2));
      case PIXEL_CROP, CLEAN_APERTURE -> size(120, 80).and(frames(50));
      case ASPECT_CHANGE_H264, ASPECT_CHANGE_MPEG2 -> size(256, 144).and(frames(100)).and(square());
      case INTERLACED_LATER_H264, INTERLACED_LATER_MPEG2 -> frames(100).and(noCombing());
      case CHAINED_VORBIS, CHAINED_OPUS, CHAINED_RATES -> soundSeconds(5);
      case PULLDOWN -> frames(48).and(pictureSeconds(2.002));
      case SLIDES -> frames(3).and(soundSeconds(21));
      case CONTENT_ENCRYPTION -> refused("encrypted");
      case MOSTLY_DAMAGED -> refused("damaged");
      case FILM_IN_MATROSKA -> frames(49).and(announcedRate("24.000")).and(noWarning());
      case SAME_TIMES -> warns("same time");
      case EDIT_LIST_DROPS -> pictureSeconds(2).and(warns("edit list"));
      case CUT_MP4, CUT_SOUND, CUT_MKV -> warns("cut short");
      case CUT_IN_A_GOP -> warns("between two key frames");
    };
  }

  /** Sound of 4 s, or of the first part and a warning that says what the second one has. */
  private static OutputCheck joinedOrNamed() {
    return soundSeconds(4).and(beeps(0, 4)).or(beeps(0, 2).and(warns("sound", "ac3")));
  }

  private static WildRow row(WildSource source) {
    Path file = source.write(sources);
    if (REFUSED.contains(source)) {
      return WildRow.of(file, rightOf(source));
    }
    return LOSING.contains(source)
        ? WildRow.of(file, rightOf(source), oneTargetDuration())
        : WildRow.of(file, rightOf(source), oneTargetDuration(), noDamage());
  }

  @BeforeAll
  void transcode() throws IOException {
    for (WildSource source : WildSource.values()) {
      rows.put(source, row(source));
    }
    run = WildRun.of(List.copyOf(rows.values()), directory, 1);
  }

  @ParameterizedTest
  @EnumSource
  @Timeout(TestTimeouts.LIMIT_SECONDS)
  void transcode_wildSource_losesNothingWithoutAWord(WildSource source) throws IOException {
    run.check(Objects.requireNonNull(rows.get(source)));
  }
}
