package io.framemill.controller.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.framemill.controller.Media;
import io.framemill.controller.MediaInfoBuilder;
import io.framemill.controller.account.SourceAccount.Work;
import io.framemill.controller.job.Encoded;
import io.framemill.controller.plan.PlannedTask;
import io.framemill.controller.plan.Planner;
import io.framemill.protocol.EncodeVideo;
import io.framemill.protocol.JobId;
import io.framemill.protocol.Task;
import io.framemill.protocol.TaskResult;
import io.framemill.protocol.media.FrameCount;
import io.framemill.protocol.media.MediaInfo;
import io.framemill.protocol.media.MediaInfo.LeftOut;
import io.framemill.protocol.media.PictureCount;
import io.framemill.protocol.media.SoundCount;
import io.framemill.protocol.media.TextCount;
import io.framemill.protocol.rendition.ExtractedSubtitles;
import io.framemill.protocol.rendition.Profile;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class SourceAccountTest {
  private static final MediaInfo FILM = Media.film(12, 640, 360, 2);

  @Test
  void of_wholeSource_addsUpAndLosesNothing() {
    SourceAccount account = done(FILM, frames -> frames);

    assertThat(account.losses()).isEmpty();
    assertThat(account.notes()).isEmpty();
    assertThat(account.streams())
        .extracting(stream -> stream.kind() + " " + stream.inspected() + " " + stream.made())
        .containsExactly("video 300 300", "audio 12000 12000");
  }

  @Test
  void of_pictureOfEachFate_addsUpToWhatWasInspected() {
    MediaInfo film = Media.counted(FILM, new PictureCount(307, 4, 2, List.of()));

    SourceAccount account =
        done(film, frames -> new FrameCount(100, frames.inChunk(), 1, 0, 0, 0, 0, 0));

    StreamAccount video = account.streams().get(0);
    assertThat(video.differences())
        .extracting(item -> item.reason() + " " + item.amount() + " " + item.isLoss())
        .containsExactly(
            "BEFORE_FIRST_KEY_FRAME 4 true",
            "NOT_DECODED 3 true",
            "TIME_NOT_LATER " + chunks(film) + " true",
            "DROPPED_BY_EDIT_LIST 2 false");
    assertThat(video.inspected()).isEqualTo(video.made() + 4 + 3 + chunks(film));
    assertThat(account.losses())
        .contains(
            "The first 4 frames cannot be decoded (0.16 s): the recording begins between two key"
                + " frames",
            "The source is damaged: 3 frames could not be decoded, or only in part (0.12 s)");
  }

  @Test
  void of_textOfEachFate_addsUpToWhatWasInspected() {
    StreamAccount text = text(FILM, Media.profile(360), new TextCount(1, 1, 1, 1, 1, 2));

    assertThat(text.inspected()).isEqualTo(5);
    assertThat(text.made()).isEqualTo(1);
    assertThat(text.differences())
        .extracting(item -> item.reason() + " " + item.isLoss() + " " + item.message())
        .containsExactly(
            "BEFORE_PROGRAMME true 1 subtitle before the programme begins is left out (stream 3,"
                + " eng)",
            "AFTER_PROGRAMME true 1 subtitle after the end of the programme is left out (stream 3,"
                + " eng)",
            "WITHOUT_DURATION true 1 subtitle that the source shows for no time is left out (stream"
                + " 3, eng)",
            "NOT_DECODED true The source is damaged: 1 subtitle could not be decoded (stream 3,"
                + " eng)");
  }

  @Test
  void of_textThatTheTaskNeverMet_isMissing() {
    StreamAccount text = text(FILM, Media.profile(360), TextCount.of(4));

    assertThat(text.differences())
        .extracting(StreamLoss::message)
        .containsExactly("The source is damaged: 3 subtitles could not be decoded (stream 3, eng)");
  }

  @Test
  void of_textBehindThePictureThatTheProfileEndsWith_isNoLoss() {
    MediaInfo longerSound = Media.lasting(FILM, 10L * Media.TIME_BASE.denominator());
    TextCount count = new TextCount(5, 0, 0, 2, 0, 0);

    assertThat(text(longerSound, Media.endingWithPicture(Media.profile(360)), count).differences())
        .extracting(item -> item.isLoss() + " " + item.message())
        .containsExactly(
            "false 2 subtitles after the end of the programme are left out (stream 3, eng)");
  }

  /** The account of the first of two tracks of 7 packets. */
  private static StreamAccount text(MediaInfo film, Profile profile, TextCount count) {
    MediaInfo media = Media.withText(film);
    Task.ExtractSubtitles task =
        new Planner(new JobId("a"), "in/film.mp4", "a")
            .plan(media, profile, 2).tasks().stream()
                .map(PlannedTask::task)
                .filter(Task.ExtractSubtitles.class::isInstance)
                .map(Task.ExtractSubtitles.class::cast)
                .findFirst()
                .orElseThrow();
    List<ExtractedSubtitles> made =
        Encoded.perfect(task).renditions().stream()
            .map(text -> new ExtractedSubtitles(text.name(), text.segments(), 1, 1, count))
            .toList();
    Work work = new Work(task, new TaskResult.SubtitlesExtracted(made));
    return SourceAccount.of(media, List.of(), List.of(work)).streams().get(0);
  }

  @Test
  void of_chunkThatIsNotDone_isNotMissing() {
    List<Work> works =
        tasks(Media.counted(FILM, PictureCount.of(300))).stream()
            .map(task -> new Work(task, null))
            .toList();

    assertThat(SourceAccount.of(FILM, List.of(), works).losses()).isEmpty();
  }

  @Test
  void of_soundOfWhichLessComesOut_isToldInSeconds() {
    SourceAccount account = SourceAccount.of(FILM, List.of(), sound(new SoundCount(9_500, 2, 700)));

    assertThat(account.losses())
        .containsExactly(
            "0.7 s of sound before the first picture are cut (stream 1, eng)",
            "The source is damaged: 2.5 s of sound could not be decoded (stream 1, eng)",
            "The source is damaged: 2 packets of sound could not be decoded, or only in part"
                + " (stream 1, eng)");
  }

  @Test
  void of_soundThatIsTrimmedAtTheStart_isNoLoss() {
    SourceAccount account = SourceAccount.of(FILM, List.of(), sound(new SoundCount(12_000, 0, 80)));

    assertThat(account.losses()).isEmpty();
    assertThat(account.notes())
        .containsExactly("0.1 s of sound before the first picture are cut (stream 1, eng)");
  }

  @Test
  void of_fileThatIsCutAndStreamsThatAreLeftOut_saysSo() {
    MediaInfo media =
        MediaInfoBuilder.like(FILM)
            .subtitles(List.of())
            .readErrors(2)
            .cutMillis(18_600)
            .leftOut(
                new LeftOut(2, "subtitle", "dvb_subtitle", "made of pictures", true),
                new LeftOut(3, "video", "mjpeg", "cover art", false))
            .build();

    SourceAccount account = SourceAccount.of(media, List.of(), List.of());

    assertThat(account.losses())
        .containsExactly(
            "The source is damaged or cut short: at 2 places it cannot be read on, or its time goes"
                + " back",
            "The source is cut short: 18.6 s of what its index or header promises are missing",
            "Left out: stream 2, subtitle dvb_subtitle: made of pictures");
    assertThat(account.notes()).containsExactly("Left out: stream 3, video mjpeg: cover art");
  }

  @Test
  void tooMuchDamage_isAboutThePictureOrTheSoundIfThereIsNone() {
    SourceAccount film =
        done(FILM, frames -> new FrameCount(0, frames.inChunk() / 4, 0, 0, 0, 0, 0, 0));
    assertThat(film.tooMuchDamage(50)).get().asString().startsWith("75 % of its pictures");
    assertThat(film.tooMuchDamage(75)).isEmpty();
    assertThat(film.tooMuchDamage(100)).isEmpty();

    MediaInfo song = Media.song();
    Task audio = tasks(song).get(0);
    TaskResult.AudioEncoded silence =
        new TaskResult.AudioEncoded(
            new SoundCount(3_000, 0, 0), Encoded.perfect((Task.EncodeAudio) audio).renditions());
    SourceAccount account = SourceAccount.of(song, List.of(), List.of(new Work(audio, silence)));
    assertThat(account.tooMuchDamage(50)).get().asString().startsWith("70 % of its sound");
  }

  @Test
  void lossesSince_tellsOnlyWhatIsNew() {
    MediaInfo film = Media.counted(FILM, new PictureCount(304, 4, 0, List.of()));
    SourceAccount planned =
        SourceAccount.of(
            film, List.of(), tasks(film).stream().map(task -> new Work(task, null)).toList());
    SourceAccount ended =
        done(film, frames -> new FrameCount(100, frames.inChunk() - 1, 0, 0, 0, 0, 0, 0));

    assertThat(planned.losses()).hasSize(1);
    assertThat(ended.lossesSince(planned))
        .singleElement()
        .asString()
        .startsWith("The source is damaged: " + chunks(film) + " frame");
  }

  private static SourceAccount done(MediaInfo media, UnaryOperator<FrameCount> change) {
    List<Work> works =
        tasks(media).stream()
            .map(
                task ->
                    task instanceof EncodeVideo chunk
                        ? new Work(chunk, changed(Encoded.perfect(chunk), change))
                        : new Work(task, Encoded.perfect((Task.EncodeAudio) task)))
            .toList();
    return SourceAccount.of(media, List.of(), works);
  }

  private static TaskResult.VideoEncoded changed(
      TaskResult.VideoEncoded result, UnaryOperator<FrameCount> change) {
    return new TaskResult.VideoEncoded(change.apply(result.frames()), result.renditions());
  }

  private static List<Work> sound(SoundCount counted) {
    return tasks(FILM).stream()
        .filter(Task.EncodeAudio.class::isInstance)
        .map(
            task ->
                new Work(
                    task,
                    new TaskResult.AudioEncoded(
                        counted, Encoded.perfect((Task.EncodeAudio) task).renditions())))
        .toList();
  }

  private static long chunks(MediaInfo media) {
    return tasks(media).stream().filter(EncodeVideo.class::isInstance).count();
  }

  private static List<Task> tasks(MediaInfo media) {
    return new Planner(new JobId("film"), "in", "out")
        .plan(media, Media.profile(360), 2).tasks().stream().map(PlannedTask::task).toList();
  }
}
