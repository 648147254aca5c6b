package io.framemill.worker.media.sound;

import static org.assertj.core.api.Assertions.assertThat;

import io.framemill.protocol.rendition.AudioCodec;
import io.framemill.protocol.rendition.AudioRendition;
import io.framemill.protocol.rendition.Profile.AudioEncode;
import io.framemill.worker.testmedia.DecodedSound;
import io.framemill.worker.testmedia.SoundWave;
import io.framemill.worker.testmedia.TaskRun;
import io.framemill.worker.testmedia.TestClip;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SurroundIT {
  private static final int RATE = 48_000;
  private static final double LEFT_HZ = 300;
  private static final double RIGHT_HZ = 600;
  private static final double CENTRE_HZ = 900;
  private static final double LOW_HZ = 60;

  @TempDir private Path directory;

  private DecodedSound encoded(int sourceChannels, AudioCodec codec, int channels) {
    TestClip clip =
        TestClip.at(directory.resolve("a.mka"))
            .noPicture()
            .soundCodec("pcm_f32le")
            .soundFormat(RATE, sourceChannels)
            .wave(SoundWave.CHORD)
            .sound(1500);
    TaskRun run = new TaskRun(clip.write(), directory.resolve("out"));
    AudioEncode encode = new AudioEncode(codec, 640, channels);
    run.encodeAudio(
        null, new AudioRendition("sound", "und", null, true, List.of(), RATE, channels, encode));
    return run.decodedSound("sound");
  }

  @ParameterizedTest
  @CsvSource({"6, AAC", "8, AAC", "6, OPUS", "8, OPUS"})
  void encodeAudio_asManyChannelsAsTheSource_keepsEachInItsPlace(int channels, AudioCodec codec) {
    DecodedSound sound = encoded(channels, codec, channels);

    assertThat(sound.channels()).hasSize(channels);
    for (int channel = 0; channel < channels; channel++) {
      assertThat(sound.loudnessOf(channel == 3 ? LOW_HZ : LEFT_HZ * (channel + 1), channel))
          .as("channel %d", channel)
          .isGreaterThan(0.7);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {6, 8})
  void encodeAudio_surroundToStereo_mixesAsItu775WithoutClipping(int sourceChannels) {
    DecodedSound sound = encoded(sourceChannels, AudioCodec.AAC, 2);

    assertThat(sound.channels()).hasSize(2);
    double left = sound.loudnessOf(LEFT_HZ, 0);
    assertThat(left).isGreaterThan(0.2);
    assertThat(sound.loudnessOf(RIGHT_HZ, 1)).isBetween(0.95 * left, 1.05 * left);
    assertThat(sound.loudnessOf(LEFT_HZ, 1)).isLessThan(0.01);
    assertThat(sound.loudnessOf(CENTRE_HZ, 0)).isBetween(0.66 * left, 0.75 * left);
    assertThat(sound.loudnessOf(CENTRE_HZ, 1)).isBetween(0.66 * left, 0.75 * left);
    assertThat(sound.loudnessOf(LOW_HZ, 0)).isLessThan(0.01);
    assertThat(sound.peak()).isLessThan(1.02);
  }

  @ParameterizedTest
  @CsvSource({"8, 6", "6, 1", "2, 1"})
  void encodeAudio_moreThanWanted_comesOutAsWanted(int sourceChannels, int channels) {
    DecodedSound sound = encoded(sourceChannels, AudioCodec.AAC, channels);

    assertThat(sound.channels()).hasSize(channels);
    assertThat(sound.loudnessOf(LEFT_HZ, 0)).isGreaterThan(0.1);
    assertThat(sound.peak()).isLessThan(1.02);
  }

  @ParameterizedTest
  @ValueSource(ints = {9, 16})
  void encodeAudio_channelsThatNobodyCanPlace_takesTheFirstTwo(int sourceChannels) {
    DecodedSound sound = encoded(sourceChannels, AudioCodec.AAC, 2);

    assertThat(sound.loudnessOf(LEFT_HZ, 0)).isGreaterThan(0.7);
    assertThat(sound.loudnessOf(RIGHT_HZ, 1)).isGreaterThan(0.7);
  }
}
