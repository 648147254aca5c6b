package io.framemill.controller.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.framemill.controller.Media;
import io.framemill.controller.MediaInfoBuilder;
import io.framemill.protocol.media.MediaInfo;
import io.framemill.protocol.media.MediaInfo.AudioStream;
import io.framemill.protocol.media.MediaInfo.LeftOut;
import io.framemill.protocol.media.MediaInfo.VideoStream;
import io.framemill.protocol.media.Orientation;
import io.framemill.protocol.rendition.Profile;
import io.framemill.protocol.rendition.Profile.Selection;
import java.util.List;
import org.junit.jupiter.api.Test;

class StreamSelectionTest {
  /** Two programmes: picture 2 with sound 3, and picture 0 with sound 1. */
  private static final MediaInfo TWO_PROGRAMMES =
      media(
          List.of(video(2, 1280, 720, 20), video(0, 640, 360, 10)),
          List.of(audio(1, 10), audio(3, 20)));

  @Test
  void of_severalProgrammes_takesTheSoundOfThePicturesOne() {
    StreamSelection choice = choose(TWO_PROGRAMMES, Selection.BEST);

    assertThat(choice.video()).isEqualTo(TWO_PROGRAMMES.video().get(0));
    assertThat(choice.audio()).extracting(AudioStream::index).containsExactly(3);
    assertThat(choice.leftOut()).extracting(LeftOut::index).containsExactly(0, 1);
    assertThat(choice.leftOut()).allMatch(LeftOut::isLoss);
    assertThat(choice.leftOut().get(1).describe())
        .isEqualTo(
            "stream 1, audio aac: it belongs to programme 10; `program` in the profile or --program"
                + " chooses");
  }

  @Test
  void of_programIsAsked_takesItAndMissesNothing() {
    StreamSelection choice = choose(TWO_PROGRAMMES, new Selection(10, null));

    assertThat(choice.video()).isEqualTo(TWO_PROGRAMMES.video().get(1));
    assertThat(choice.audio()).extracting(AudioStream::index).containsExactly(1);
    assertThat(choice.leftOut()).extracting(LeftOut::index).containsExactly(2, 3);
    assertThat(choice.leftOut()).noneMatch(LeftOut::isLoss);
  }

  @Test
  void of_videoStreamIsAsked_takesItWithTheSoundOfItsProgramme() {
    StreamSelection choice = choose(TWO_PROGRAMMES, new Selection(null, 0));

    assertThat(choice.video()).isEqualTo(TWO_PROGRAMMES.video().get(1));
    assertThat(choice.audio()).extracting(AudioStream::index).containsExactly(1);
  }

  @Test
  void of_soundOutsideOfAllProgrammes_isTaken() {
    MediaInfo media = media(List.of(video(0, 640, 360, 10)), List.of(audio(1), audio(2, 20)));

    StreamSelection choice = choose(media, Selection.BEST);

    assertThat(choice.audio()).extracting(AudioStream::index).containsExactly(1);
  }

  @Test
  void of_soundOnlyInSeveralProgrammes_takesTheFirstOne() {
    MediaInfo radio = media(List.of(), List.of(audio(0, 1), audio(1, 2), audio(2, 1)));

    StreamSelection choice = choose(radio, Selection.BEST);

    assertThat(choice.audio()).extracting(AudioStream::index).containsExactly(0, 2);
    assertThat(choice.leftOut()).extracting(LeftOut::index).containsExactly(1);
  }

  @Test
  void of_whatTheSourceDoesNotHave_isRefusedAndSaysWhatItHas() {
    assertThatThrownBy(() -> choose(TWO_PROGRAMMES, new Selection(7, null)))
        .isInstanceOf(UnplannableException.class)
        .hasMessage("The source has no programme 7; it has 10, 20.");
    assertThatThrownBy(() -> choose(TWO_PROGRAMMES, new Selection(null, 1)))
        .isInstanceOf(UnplannableException.class)
        .hasMessage(
            "The source has no stream 1 of moving pictures; it has 2 (1280x720), 0 (640x360).");
    assertThatThrownBy(() -> choose(Media.song(), new Selection(7, null)))
        .hasMessage("The source has no programme 7; it has none.");
    assertThatThrownBy(() -> choose(Media.song(), new Selection(null, 0)))
        .hasMessage("The source has no stream 0 of moving pictures; it has none.");
  }

  @Test
  void of_videoStreamOutsideOfTheProgramme_isRefused() {
    assertThatThrownBy(() -> choose(TWO_PROGRAMMES, new Selection(10, 2)))
        .isInstanceOf(UnplannableException.class)
        .hasMessage(
            "Stream 2 (1280x720) is not in programme 10 but in 20: name one of them as the"
                + " programme, or name no programme.");
    assertThat(choose(TWO_PROGRAMMES, new Selection(20, 2)).video())
        .isEqualTo(TWO_PROGRAMMES.video().get(0));
  }

  @Test
  void of_pictureOfSeveralProgrammes_takesTheFirstOneWithSound() {
    MediaInfo regional =
        media(List.of(video(0, 640, 360, 10, 20, 30)), List.of(audio(1, 20), audio(2, 30)));

    StreamSelection choice = choose(regional, Selection.BEST);

    assertThat(choice.audio()).extracting(AudioStream::index).containsExactly(1);
    assertThat(choice.leftOut()).extracting(LeftOut::index).containsExactly(2);
  }

  @Test
  void of_programmeWithoutPicture_saysWhyThePictureIsLeftOut() {
    MediaInfo media = media(List.of(video(0, 640, 360, 10)), List.of(audio(1, 10), audio(2, 20)));

    StreamSelection choice = choose(media, new Selection(20, null));

    assertThat(choice.video()).isNull();
    assertThat(choice.leftOut().get(0).describe())
        .isEqualTo(
            "stream 0, video h264: 640x360; it is not in programme 20, which was asked for and has"
                + " no picture");
  }

  @Test
  void of_kindsThatTheProfileDoesNotTake_namesThemAndMissesNothing() {
    MediaInfo media = Media.withText(Media.film(10, 640, 360, 2));
    Profile profile = Media.withoutSubtitles(Media.withoutAudio(Media.profile(360)));

    StreamSelection choice = StreamSelection.of(media, profile);

    assertThat(choice.audio()).isEmpty();
    assertThat(choice.subtitles()).isEmpty();
    assertThat(choice.leftOut()).noneMatch(LeftOut::isLoss);
    assertThat(choice.leftOut())
        .extracting(LeftOut::describe)
        .containsExactly(
            "stream 1, audio aac: the profile takes no sound",
            "stream 3, subtitle subrip: the profile takes no subtitles",
            "stream 4, subtitle ass: the profile takes no subtitles");
  }

  private static StreamSelection choose(MediaInfo media, Selection selection) {
    return StreamSelection.of(media, Media.profile(360).withSelection(selection));
  }

  private static MediaInfo media(List<VideoStream> video, List<AudioStream> audio) {
    return MediaInfoBuilder.aSource("mpegts").seekByBytes().video(video).audio(audio).build();
  }

  private static VideoStream video(int index, int width, int height, Integer... programs) {
    VideoStream video = Media.video(index, 10, width, height, Orientation.UPRIGHT, 2);
    return new VideoStream(
        index,
        video.codec(),
        video.profile(),
        video.geometry(),
        video.pixelFormat(),
        video.color(),
        false,
        true,
        List.of(programs),
        video.timeBase(),
        video.frameRate(),
        video.startPts(),
        video.endPts(),
        video.pictures(),
        video.keyFrames());
  }

  private static AudioStream audio(int index, Integer... programs) {
    AudioStream audio = Media.audio(index, "eng", false);
    return new AudioStream(
        index,
        audio.codec(),
        audio.sampleRateHz(),
        audio.channels(),
        audio.language(),
        null,
        false,
        List.of(),
        List.of(programs),
        audio.timeBase(),
        audio.startPts(),
        audio.endPts(),
        audio.packets(),
        audio.soundTicks());
  }
}
