package io.framemill.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.framemill.controller.Media;
import io.framemill.controller.MediaInfoBuilder;
import io.framemill.controller.plan.Plan;
import io.framemill.controller.plan.Planner;
import io.framemill.protocol.JobId;
import io.framemill.protocol.media.Crop;
import io.framemill.protocol.media.Geometry;
import io.framemill.protocol.media.MediaInfo;
import io.framemill.protocol.media.Orientation;
import io.framemill.protocol.media.PictureCount;
import io.framemill.protocol.media.Rational;
import io.framemill.protocol.media.SourceStamp;
import io.framemill.protocol.media.TrackRole;
import io.framemill.protocol.rendition.Profile;
import java.util.List;
import org.junit.jupiter.api.Test;

class TablesTest {
  private static final Profile PROFILE = Media.withMp4(Media.profile(1080, 720, 360), 360);

  @Test
  void media_film_isToldStreamByStream() {
    MediaInfo media =
        MediaInfoBuilder.aSource("mov,mp4")
            .stamp(new SourceStamp(1_234_567, 0))
            .video(List.of(Media.video(0, 10, 1280, 720, new Orientation(false, 90), 2)))
            .audio(List.of(Media.audio(1, "eng", true)))
            .subtitles(
                List.of(
                    new MediaInfo.SubtitleStream(
                        3, "subrip", "deu", "Full", true, true, List.of(), List.of(), 1)))
            .leftOut(new MediaInfo.LeftOut(2, "data", "bin_data", "not picture or sound", false))
            .build();

    assertThat(MediaTable.describe("clip.mp4", media))
        .isEqualTo(
            """
            File      clip.mp4, 1.2 MB
            Format    mov,mp4
            Video #0  h264 (High), 1280x720 yuv420p, 25.000 fps, 0:10, 250 frames, key frames 5, rotated by 90 degrees, default
            Audio #1  aac, 48000 Hz, 2 channels, language eng, 0:10, default
            Text #3   subrip, language deu, "Full", default, forced
            Ignored   stream 2, data bin_data: not picture or sound
            """);
  }

  @Test
  void media_recordingWithSeveralPrograms_tellsWhatIsChosenAndWhatIsMissing() {
    MediaInfo film = Media.film(10, 1280, 720, 2);
    MediaInfo media =
        MediaInfoBuilder.aSource("mpegts")
            .stamp(film.stamp())
            .seekByBytes()
            .video(
                List.of(
                    cropped(film.video().get(0)),
                    Media.video(4, 10, 640, 360, Orientation.UPRIGHT, 2)))
            .audio(
                List.of(
                    sound(1, List.of(TrackRole.ORIGINAL), 28_106),
                    sound(5, List.of(TrackRole.DUB, TrackRole.AUDIO_DESCRIPTION), 28_107)))
            .subtitles(
                List.of(
                    new MediaInfo.SubtitleStream(
                        3,
                        "subrip",
                        "por-BR",
                        null,
                        false,
                        false,
                        List.of(TrackRole.HEARING_IMPAIRED),
                        List.of(28_106),
                        1)))
            .readErrors(2)
            .cutMillis(12_000)
            .leftOut(new MediaInfo.LeftOut(2, "subtitle", "dvb_subtitle", "made of pictures", true))
            .build();

    assertThat(MediaTable.describe("news.ts", media))
        .isEqualTo(
            """
            File       news.ts, 1.0 MB
            Format     mpegts
            Video #0   h264 (High), 1280x720 yuv420p, 25.000 fps, 0:10, 250 frames (3 before the first key frame), 2 more hidden by an edit list, key frames 5, cropped to 1260x708 at 8,4, program 28106, default, selected
            Video #4   h264 (High), 640x360 yuv420p, 25.000 fps, 0:10, 250 frames, key frames 5, default
            Audio #1   aac, 48000 Hz, 2 channels, language por-BR, 0:10, original, program 28106
            Audio #5   aac, 48000 Hz, 2 channels, language por-BR, 0:10, dub, audio description, program 28107
            Text #3    subrip, language por-BR, hearing impaired, program 28106
            Ignored    stream 2, subtitle dvb_subtitle: made of pictures (refused if the profile is strict)
            Truncated  by 0:12, according to its header
            Damaged    unreadable places: 2
            """);
  }

  private static MediaInfo.VideoStream cropped(MediaInfo.VideoStream video) {
    return new MediaInfo.VideoStream(
        video.index(),
        video.codec(),
        video.profile(),
        new Geometry(1280, 720, new Crop(8, 4, 12, 8), new Rational(1, 1), Orientation.UPRIGHT),
        video.pixelFormat(),
        video.color(),
        false,
        true,
        List.of(28_106),
        video.timeBase(),
        video.frameRate(),
        video.startPts(),
        video.endPts(),
        new PictureCount(250, 3, 2, List.of()),
        video.keyFrames());
  }

  private static MediaInfo.AudioStream sound(int index, List<TrackRole> roles, int program) {
    return new MediaInfo.AudioStream(
        index,
        "aac",
        48_000,
        2,
        "por-BR",
        null,
        false,
        roles,
        List.of(program),
        new Rational(1, 1000),
        0,
        10_000,
        469,
        10_000);
  }

  @Test
  void plan_soundOnly_saysSo() {
    Plan plan =
        new Planner(new JobId("plan"), "song.mp3", "song")
            .plan(Media.song(), Media.profile(360), 2);

    assertThat(PlanTable.describe("song.mp3", Media.profile(360), 2, plan))
        .startsWith("song.mp3, 0:10, sound only, profile test\n")
        .containsPattern("audio-1 +all +0:00 +0:10 ")
        .contains("\nNote: No moving picture");
  }

  @Test
  void plan_textAndThumbnails_areShown() {
    Profile profile = Media.withThumbnails(Media.profile(360));
    Plan plan =
        new Planner(new JobId("plan"), "clip.mkv", "clip")
            .plan(Media.withText(Media.film(30, 640, 360, 2)), profile, 2);

    assertThat(PlanTable.describe("clip.mkv", profile, 2, plan))
        .containsPattern("deu-forced +WebVTT\n")
        .containsPattern("subtitles +all +0:00 +0:30 +0\\.\\d s +eng deu-forced\n")
        .containsPattern("thumbnails +all +0:00 +0:30 +0\\.\\d s +360p\n")
        .contains(
            "\nFiles: master.m3u8, manifest.mpd, subs/eng.vtt, subs/deu-forced.vtt,"
                + " thumbs/poster.jpg, thumbs/thumbnails.vtt\n");
  }

  @Test
  void plan_film_namesEachRenditionAndTask() {
    MediaInfo media = Media.film(10, 1280, 720, 2);

    String text =
        PlanTable.describe(
            "clip.mp4",
            PROFILE,
            2,
            new Planner(new JobId("plan"), "clip.mp4", "clip").plan(media, PROFILE, 2));

    assertThat(text)
        .startsWith("clip.mp4, 0:10, 25.000 fps, profile test\n")
        .containsPattern("720p +h264 +1280x720 +CRF 21 +1000 kb/s +veryfast\n")
        .containsPattern("eng-128k +aac +stereo +128 kb/s\n")
        .containsPattern("video-00001 +1 +0:00 +0:04 +\\d+\\.\\d s +720p 360p\n")
        .containsPattern("audio-1 +all +0:00 +0:10 ")
        .contains("\n3 segments of 4 s in 6 tasks; estimated ")
        .containsPattern("mux-360p +all +0:00 +0:10 +0\\.\\d s +360p\n")
        .contains("\nFiles: master.m3u8, manifest.mpd, mp4/clip-360p.mp4\n")
        .contains("\nNote: Left out, for the source is smaller: 1080p.");
  }
}
