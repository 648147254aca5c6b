package io.framemill.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.framemill.protocol.media.Rational;
import io.framemill.worker.testmedia.DecodedMedia;
import io.framemill.worker.testmedia.DecodedStream;
import io.framemill.worker.testmedia.TestClip;
import io.lindstrom.mpd.data.FrameRate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code manifest.mpd} against the segments that it names, and played by libavformat. */
class DashIT {
  @TempDir Path directory;

  @Test
  void transcode_pictureAndSound_manifestTellsTheTruthAndPlays() throws Exception {
    Path output = transcode(Samples.BUNNY);

    DashManifest manifest = DashManifest.read(output.resolve("manifest.mpd"));
    assertThat(manifest.duration()).isEqualTo(Duration.ofSeconds(10));
    assertThat(manifest.representations()).hasSize(4);
    for (DashManifest.Representation representation : manifest.representations()) {
      tellsTheTruth(representation);
    }
    assertThat(manifest.representations().get(0).promised().getFrameRate())
        .isEqualTo(FrameRate.of(24));
    List<DecodedMedia> played = new ArrayList<>();
    for (DashManifest.Representation representation : manifest.representations()) {
      played.add(
          DecodedMedia.of(DashManifest.only(output.resolve("manifest.mpd"), representation)));
    }
    assertThat(played).allSatisfy(media -> assertThat(media.complaints()).isEmpty());
    assertThat(played.subList(0, 3))
        .allSatisfy(media -> assertThat(media.video().get(0).framePts()).hasSize(240));
    assertThat(played.get(3).audio().get(0).samples().size()).isBetween(479_000, 481_100);
  }

  @Test
  void transcode_longPause_manifestNamesTheSegmentsThatThereAre() throws Exception {
    Path clip =
        TestClip.at(directory.resolve("pause.mkv"))
            .size(64, 36)
            .times(new Rational(1, 24), n -> n < 24 ? n : n + 9 * 24)
            .write();

    Path output = transcode(clip);

    assertThat(output.resolve("video/36p/00002.m4s")).doesNotExist();
    DashManifest manifest = DashManifest.read(output.resolve("manifest.mpd"));
    assertThat(manifest.representations()).hasSize(1);
    DashManifest.Representation representation = manifest.representations().get(0);
    assertThat(representation.segments()).hasSize(2);
    tellsTheTruth(representation);
    DecodedStream played = DecodedMedia.of(output.resolve("manifest.mpd")).video().get(0);
    assertThat(played.frameNumbers()).hasSize(48).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void transcode_profileWithoutDash_writesNoManifest() throws Exception {
    Path profile = directory.resolve("plain.yaml");
    Files.writeString(
        profile,
        "encodes:\n  - height: 180\n    maxRateKbps: 300\n    preset: ultrafast\n"
            + "packaging:\n  dash: false\n");

    Path output = transcode(Samples.SILENT, "-p", profile.toString());

    assertThat(output.resolve("master.m3u8")).exists();
    assertThat(output.resolve("manifest.mpd")).doesNotExist();
  }

  private Path transcode(Path source, String... options) {
    String[] arguments = new String[options.length + 2];
    arguments[0] = "transcode";
    System.arraycopy(options, 0, arguments, 1, options.length);
    arguments[arguments.length - 1] = source.toString();
    FramemillProcess program = FramemillProcess.run(directory, arguments);
    assertThat(program.exitCode()).as("%s", program).isZero();
    String file = String.valueOf(source.getFileName());
    return directory.resolve("out").resolve(file.substring(0, file.lastIndexOf('.')));
  }

  /** Times, time scale and codec are those of the files. */
  private static void tellsTheTruth(DashManifest.Representation promised) throws Exception {
    InitSegment init = InitSegment.read(promised.init());
    assertThat(promised.timescale()).isEqualTo(init.timescale());
    assertThat(promised.offset()).as("media times start at 1 s").isEqualTo(init.timescale());
    assertThat(promised.promised().getCodecs().toLowerCase(Locale.ROOT)).startsWith(init.codecs());
    for (DashManifest.Segment segment : promised.segments()) {
      MediaSegment actual = MediaSegment.read(segment.file(), init);
      assertThat(actual.startPts()).as("start of %s", segment.file()).isEqualTo(segment.start());
      assertThat(actual.duration()).as("length of %s", segment.file()).isEqualTo(segment.length());
    }
  }
}
