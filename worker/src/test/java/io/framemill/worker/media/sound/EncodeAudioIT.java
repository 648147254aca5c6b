package io.framemill.worker.media.sound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.framemill.protocol.media.Rational;
import io.framemill.protocol.rendition.EncodedRendition;
import io.framemill.protocol.rendition.EncodedSegment;
import io.framemill.worker.testmedia.ClipSource;
import io.framemill.worker.testmedia.DecodedMedia;
import io.framemill.worker.testmedia.DecodedStream;
import io.framemill.worker.testmedia.FragmentBoxes;
import io.framemill.worker.testmedia.TaskRun;
import io.framemill.worker.testmedia.TestClip;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EncodeAudioIT {
  private static final int RATE = 48_000;
  private static final int BLOCK = 1024;
  private static final float AUDIBLE = 0.1f;

  @TempDir private Path directory;

  private TestClip clip(String file) {
    return TestClip.at(directory.resolve(file)).frames(72).size(64, 36);
  }

  private TaskRun run(TestClip clip) {
    return new TaskRun(clip.write(), directory.resolve("out"));
  }

  private static DecodedStream decoded(TaskRun run) {
    DecodedMedia media = run.decodedAudio();
    assertThat(media.complaints()).isEmpty();
    return media.audio().get(0);
  }

  @Test
  void encodeAudio_soundLongerThanPicture_endsWithThePicture() {
    TaskRun run = run(clip("a.mp4").sound(5000));

    EncodedRendition rendition = run.encodeAudio(RATE, 2);

    assertThat(endOf(rendition)).isBetween(3L * RATE, 3L * RATE + BLOCK);
    assertThat(decoded(run).samples()).hasSize((int) endOf(rendition));
  }

  @Test
  void encodeAudio_soundShorterThanPicture_endsWithTheSound() {
    EncodedRendition rendition = run(clip("a.mp4").sound(1500)).encodeAudio(RATE, 2);

    assertThat(endOf(rendition)).isCloseTo(RATE * 3L / 2, Offset.offset((long) BLOCK));
  }

  @Test
  void encodeAudio_tone_keepsItsPlaceToTheSample() {
    TaskRun run = run(clip("a.mp4").sound(3000));
    run.encodeAudio(RATE, 2);

    DecodedStream sound = decoded(run);
    assertThat(sound.packetPts().get(0)).isEqualTo(RATE);
    assertThat(lateness(sound.samples(), 4_000)).isCloseTo(0, Offset.offset(2.0));
    assertThat(lateness(sound.samples(), 120_000)).isCloseTo(0, Offset.offset(2.0));
  }

  @Test
  void encodeAudio_otherSampleRateAndMono_keepsItsPlaceToTheSample() {
    TaskRun run = run(clip("a.mkv").sound(3000).soundFormat(44_100, 1));
    run.encodeAudio(RATE, 2);

    List<Float> samples = decoded(run).samples();
    // Matroska counts milliseconds: 48 samples.
    assertThat(lateness(samples, 4_000)).isCloseTo(0, Offset.offset(50.0));
    assertThat(samples.get(60_000 + 27)).isNotZero();
  }

  @Test
  void encodeAudio_toMono_isMono() {
    TaskRun run = run(clip("a.mp4").sound(1000));
    run.encodeAudio(RATE, 1);

    assertThat(lateness(decoded(run).samples(), 4_000)).isCloseTo(0, Offset.offset(2.0));
  }

  @Test
  void encodeAudio_lateStart_beginsWithSilence() {
    TaskRun run = run(clip("a.mp4").sound(2000).soundStart(700));
    run.encodeAudio(RATE, 2);

    assertThat(firstAudible(decoded(run).samples())).isCloseTo(33_600, Offset.offset(600));
  }

  @Test
  void encodeAudio_startMoreThanASecondLate_beginsWithSilence() {
    TaskRun run = run(clip("a.mp4").sound(1000).soundStart(1900));
    EncodedRendition rendition = run.encodeAudio(RATE, 2);

    assertThat(firstAudible(decoded(run).samples())).isCloseTo(91_200, Offset.offset(600));
    assertThat(rendition.segments().get(0).startPts()).isZero();
  }

  @Test
  void encodeAudio_pictureStartsLater_cutsTheSoundBefore() {
    TestClip clip = clip("a.ts").sound(3000).times(new Rational(1, 24), n -> n + 24);
    TaskRun run = run(clip);
    EncodedRendition rendition = run.encodeAudio(RATE, 2);

    // A second of the tone is 440 whole waves: what is left of it is in phase.
    assertThat(lateness(decoded(run).samples(), 4_000)).isCloseTo(0, Offset.offset(6.0));
    assertThat(endOf(rendition)).isCloseTo(2L * RATE, Offset.offset(2L * BLOCK));
  }

  @Test
  void encodeAudio_segments_startAtTheFirstBlockInEachInterval() {
    EncodedRendition rendition = run(clip("a.mp4").sound(3000)).encodeAudio(RATE, 2);

    assertThat(rendition.codecs()).isEqualTo("mp4a.40.2");
    assertThat(rendition.timeBase()).isEqualTo(new Rational(1, RATE));
    assertThat(rendition.segments())
        .extracting(EncodedSegment::number, EncodedSegment::startPts, EncodedSegment::endPts)
        .containsExactly(
            tuple(1, 0L, 47L * BLOCK),
            tuple(2, 47L * BLOCK, 94L * BLOCK),
            tuple(3, 94L * BLOCK, 141L * BLOCK));
    List<Path> files = DecodedMedia.segmentsIn(directory.resolve("out/audio/und-96k"));
    assertThat(files)
        .extracting(FragmentBoxes::decodeTime)
        .containsExactly((long) RATE, RATE + 47L * BLOCK, RATE + 94L * BLOCK);
  }

  @Test
  void encodeAudio_noPicture_takesTheSoundsOwnTimeLine() {
    TaskRun run = run(clip("a.m4a").noPicture().sound(2500));
    EncodedRendition rendition = run.encodeAudio(RATE, 2);

    assertThat(run.media().video()).isEmpty();
    assertThat(endOf(rendition)).isCloseTo(RATE * 5L / 2, Offset.offset((long) BLOCK));
    assertThat(lateness(decoded(run).samples(), 4_000)).isCloseTo(0, Offset.offset(2.0));
  }

  private static long endOf(EncodedRendition rendition) {
    return rendition.segments().get(rendition.segments().size() - 1).endPts();
  }

  private static int firstAudible(List<Float> samples) {
    int i = 0;
    while (Math.abs(samples.get(i)) < AUDIBLE) {
      i++;
    }
    return i;
  }

  /**
   * By how many samples the test tone is late, up to half a wave (54 samples), measured over 20
   * waves by its phase.
   */
  private static double lateness(List<Float> samples, int from) {
    double wave = RATE / ClipSource.TONE_HZ;
    double sine = 0;
    double cosine = 0;
    for (int i = from; i < from + (int) (20 * wave); i++) {
      sine += samples.get(i) * Math.sin(2 * Math.PI * i / wave);
      cosine += samples.get(i) * Math.cos(2 * Math.PI * i / wave);
    }
    return -Math.atan2(cosine, sine) / (2 * Math.PI) * wave;
  }
}
