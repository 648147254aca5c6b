package io.framemill.worker.media.sound;

import static org.assertj.core.api.Assertions.assertThat;

import io.framemill.protocol.Attempt;
import io.framemill.protocol.JobId;
import io.framemill.protocol.Task;
import io.framemill.protocol.media.Loudness;
import io.framemill.protocol.rendition.AudioCodec;
import io.framemill.protocol.rendition.AudioRendition;
import io.framemill.worker.media.sound.LoudnessGains.Measured;
import io.framemill.worker.testmedia.DecodedMedia;
import io.framemill.worker.testmedia.SoundWave;
import io.framemill.worker.testmedia.TaskRun;
import io.framemill.worker.testmedia.TestClip;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoudnessIT {
  private static final int RATE = 48_000;
  private static final Loudness TARGET = new Loudness(-16, -1);
  private static final Offset<Double> HALF_A_UNIT = Offset.offset(0.5);

  /** What the encoder may add to a peak. */
  private static final double CODING_DECIBELS = 0.3;

  @TempDir private Path directory;

  /** Noise-like music: louder in the first half. */
  private TaskRun run(double amplitude, int channels) {
    SoundWave music =
        (seconds, channel) ->
            (seconds < 3 ? amplitude : amplitude / 3)
                * (Math.sin(2 * Math.PI * 440 * seconds)
                    + 0.5 * Math.sin(2 * Math.PI * (1000 + 100 * channel) * seconds))
                / 1.5;
    return run(music, channels);
  }

  private TaskRun run(SoundWave music, int channels) {
    TestClip clip =
        TestClip.at(directory.resolve("a.mka"))
            .noPicture()
            .soundCodec("pcm_f32le")
            .soundFormat(RATE, channels)
            .wave(music)
            .sound(6000);
    return new TaskRun(clip.write(), directory.resolve("out"));
  }

  private Measured measured(AudioRendition rendition) {
    Path file = DecodedMedia.joined(directory.resolve("out/audio/" + rendition.name()));
    TaskRun again = new TaskRun(file, directory.resolve("again"));
    Task.EncodeAudio task =
        new Task.EncodeAudio(
            new Attempt(new JobId("j"), "a", 1),
            "s",
            "o",
            0,
            again.timeline(),
            TARGET,
            List.of(rendition));
    return LoudnessGains.measure(task, file, (frames, millis) -> {}).values().iterator().next();
  }

  @ParameterizedTest
  @CsvSource({"0.01, AAC", "0.01, OPUS", "0.98, AAC", "0.98, OPUS"})
  void encodeAudio_quietOrLoudSource_comesOutAsLoudAsAsked(double amplitude, AudioCodec codec) {
    AudioRendition rendition = TaskRun.rendition("sound", codec, RATE, 2);

    run(amplitude, 2).encodeAudio(TARGET, rendition);

    assertThat(measured(rendition).integratedLufs()).isCloseTo(-16, HALF_A_UNIT);
    assertThat(measured(rendition).truePeakDbtp()).isLessThan(-1);
  }

  @Test
  void encodeAudio_renditionsWithOtherChannels_areAllAsLoudAsAsked() {
    AudioRendition surround = TaskRun.rendition("surround", AudioCodec.AAC, RATE, 6);
    AudioRendition stereo = TaskRun.rendition("stereo", AudioCodec.AAC, RATE, 2);

    run(0.02, 6).encodeAudio(TARGET, surround, stereo);

    assertThat(measured(surround).integratedLufs()).isCloseTo(-16, HALF_A_UNIT);
    assertThat(measured(stereo).integratedLufs()).isCloseTo(-16, HALF_A_UNIT);
  }

  @Test
  void encodeAudio_peaksFarAboveTheRest_staysBelowTheCeiling() {
    AudioRendition rendition = TaskRun.rendition("sound", AudioCodec.AAC, RATE, 2);

    run((seconds, channel) -> SoundWave.CLICKS.at(seconds, channel), 2)
        .encodeAudio(TARGET, rendition);

    assertThat(measured(rendition).truePeakDbtp()).isCloseTo(-1, Offset.offset(CODING_DECIBELS));
    assertThat(measured(rendition).integratedLufs()).isLessThan(-17);
  }

  @Test
  void encodeAudio_silence_isLeftAlone() {
    AudioRendition rendition = TaskRun.rendition("sound", AudioCodec.AAC, RATE, 2);
    TaskRun run = run((seconds, channel) -> 0, 2);

    run.encodeAudio(TARGET, rendition);

    assertThat(run.decodedSound("sound").peak()).isLessThan(1e-4);
  }

  @Test
  void encodeAudio_withoutTarget_isLeftAsLoudAsItIs() {
    AudioRendition rendition = TaskRun.rendition("sound", AudioCodec.AAC, RATE, 2);
    TaskRun run = run((seconds, channel) -> 0.1 * Math.sin(2 * Math.PI * 440 * seconds), 2);

    run.encodeAudio(null, rendition);

    assertThat(run.decodedSound("sound").loudnessOf(440, 0)).isCloseTo(0.1, Offset.offset(0.005));
  }
}
