package io.framemill.controller.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.framemill.protocol.media.MediaInfo.AudioStream;
import io.framemill.protocol.media.Rational;
import io.framemill.protocol.media.TrackRole;
import io.framemill.protocol.rendition.AudioCodec;
import io.framemill.protocol.rendition.AudioRendition;
import io.framemill.protocol.rendition.Profile.AudioEncode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AudioTracksTest {
  private static AudioStream stream(int index, int rateHz, int channels) {
    return stream(index, rateHz, channels, index == 0);
  }

  private static AudioStream stream(
      int index, int rateHz, int channels, boolean isDefault, TrackRole... roles) {
    return new AudioStream(
        index,
        "aac",
        rateHz,
        channels,
        "und",
        null,
        isDefault,
        List.of(roles),
        List.of(),
        new Rational(1, rateHz),
        0,
        100,
        1,
        100);
  }

  private static AudioRendition only(AudioEncode encode, AudioStream stream) {
    return AudioTracks.fit(List.of(encode), List.of(stream)).keySet().iterator().next();
  }

  @ParameterizedTest
  @CsvSource({
    "AAC, 8000, 8000",
    "AAC, 32000, 32000",
    "AAC, 44100, 44100",
    "AAC, 88200, 44100",
    "AAC, 96000, 48000",
    "AAC, 22255, 48000",
    "OPUS, 44100, 48000",
    "OPUS, 48000, 48000"
  })
  void fit_sampleRate_isKeptWhereTheCodecAllows(AudioCodec codec, int source, int output) {
    assertThat(only(new AudioEncode(codec, 128, 2), stream(0, source, 2)).sampleRateHz())
        .isEqualTo(output);
  }

  @ParameterizedTest
  @CsvSource({
    "2, 1, 1",
    "2, 2, 2",
    "2, 6, 2",
    "1, 6, 1",
    "6, 1, 1",
    "6, 2, 2",
    "6, 3, 2",
    "6, 5, 6",
    "6, 6, 6",
    "6, 8, 6",
    "8, 6, 6",
    "8, 7, 6",
    "8, 8, 8",
    "8, 16, 8",
    "5, 6, 2"
  })
  void fit_channels_areMixedDownToTheCeilingAndNeverUp(int ceiling, int source, int output) {
    assertThat(only(new AudioEncode(AudioCodec.AAC, 128, ceiling), stream(0, 48_000, source)))
        .extracting(AudioRendition::channels)
        .isEqualTo(output);
  }

  @Test
  void fit_rolesOfTracks_decideWhichIsTheMainOne() {
    assertThat(
            mainOf(
                stream(0, 48_000, 2, true, TrackRole.AUDIO_DESCRIPTION),
                stream(1, 48_000, 2, false)))
        .isEqualTo(1);
    assertThat(
            mainOf(
                stream(0, 48_000, 2, false, TrackRole.DUB),
                stream(1, 48_000, 2, false, TrackRole.COMMENTARY),
                stream(2, 48_000, 2, false, TrackRole.ORIGINAL)))
        .isEqualTo(2);
    assertThat(
            mainOf(
                stream(0, 48_000, 2, false, TrackRole.ORIGINAL),
                stream(1, 48_000, 2, true, TrackRole.DUB)))
        .isEqualTo(1);
    assertThat(
            mainOf(
                stream(0, 48_000, 2, false, TrackRole.KARAOKE),
                stream(1, 48_000, 2, true, TrackRole.HEARING_IMPAIRED)))
        .isEqualTo(1);
    assertThat(mainOf(stream(0, 48_000, 2, false), stream(1, 48_000, 2, false))).isZero();
  }

  private static int mainOf(AudioStream... streams) {
    Map<AudioRendition, AudioStream> tracks =
        AudioTracks.fit(List.of(new AudioEncode(AudioCodec.AAC, 128, 2)), List.of(streams));
    assertThat(tracks.keySet()).filteredOn(AudioRendition::isDefault).hasSize(1);
    return tracks.entrySet().stream()
        .filter(track -> track.getKey().isDefault())
        .mapToInt(track -> track.getValue().index())
        .findFirst()
        .orElseThrow();
  }

  @Test
  void perTask_measured_keepsTheRenditionsOfATrackTogether() {
    List<AudioEncode> qualities =
        List.of(new AudioEncode(AudioCodec.AAC, 128, 2), new AudioEncode(AudioCodec.OPUS, 96, 2));
    Map<AudioRendition, AudioStream> tracks =
        AudioTracks.fit(qualities, List.of(stream(0, 48_000, 2), stream(1, 48_000, 2)));

    assertThat(AudioTracks.perTask(tracks, false)).hasSize(4);
    assertThat(AudioTracks.perTask(tracks, true))
        .extracting(task -> task.stream().map(AudioRendition::name).toList())
        .containsExactly(List.of("und-128k", "und-96k"), List.of("und-128k-2", "und-96k-2"));
  }
}
