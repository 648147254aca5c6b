package io.framemill.protocol;

import io.framemill.protocol.media.Crop;
import io.framemill.protocol.media.FrameCount;
import io.framemill.protocol.media.Geometry;
import io.framemill.protocol.media.Loudness;
import io.framemill.protocol.media.MediaInfo;
import io.framemill.protocol.media.Orientation;
import io.framemill.protocol.media.PictureCount;
import io.framemill.protocol.media.Rational;
import io.framemill.protocol.media.SeekPoint;
import io.framemill.protocol.media.SoundCount;
import io.framemill.protocol.media.SourceStamp;
import io.framemill.protocol.media.TextCount;
import io.framemill.protocol.media.Timeline;
import io.framemill.protocol.media.TrackRole;
import io.framemill.protocol.rendition.AudioCodec;
import io.framemill.protocol.rendition.AudioRendition;
import io.framemill.protocol.rendition.EncodedRendition;
import io.framemill.protocol.rendition.EncodedSegment;
import io.framemill.protocol.rendition.ExtractedSubtitles;
import io.framemill.protocol.rendition.Profile;
import io.framemill.protocol.rendition.Profile.AudioEncode;
import io.framemill.protocol.rendition.Profile.Packaging;
import io.framemill.protocol.rendition.Profile.VideoEncode;
import io.framemill.protocol.rendition.SegmentGrid;
import io.framemill.protocol.rendition.SubtitleRendition;
import io.framemill.protocol.rendition.ThumbnailGrid;
import io.framemill.protocol.rendition.VideoCodec;
import io.framemill.protocol.rendition.VideoRendition;
import java.util.List;

/** One message of each kind; {@code golden/v1} holds them as they travel. */
public final class Samples {
  static final Attempt ATTEMPT = new Attempt(new JobId("bbb-7f3a"), "video-0003", 2);
  static final Rational NTSC = new Rational(1, 30_000);
  static final Timeline TIMELINE = new Timeline(NTSC, -1001, 899_899, 4000);

  private static final MediaInfo.Color HLG =
      new MediaInfo.Color("tv", "bt2020", "arib-std-b67", "bt2020nc", 1000);
  private static final String WORKER = "host-4711";
  private static final String SHA256 =
      "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
  private static final VideoEncode VIDEO =
      new VideoEncode(VideoCodec.H264, 720, 21, 2800, 2800, "veryfast", "high");
  private static final AudioEncode AUDIO = new AudioEncode(AudioCodec.AAC, 128, 2);

  private Samples() {}

  static List<Sample<?>> all() {
    return List.of(
        new Sample<>(
            "task-inspect",
            Task.class,
            new Task.Inspect(ATTEMPT, "in/bbb.mp4", new SegmentGrid(4000, new Rational(24, 1)))),
        new Sample<>("task-encode-video", Task.class, encodeVideo()),
        new Sample<>("task-encode-audio", Task.class, encodeAudio()),
        new Sample<>("task-mux", Task.class, mux()),
        new Sample<>("task-extract-subtitles", Task.class, extractSubtitles()),
        new Sample<>("task-thumbnails", Task.class, thumbnails()),
        new Sample<>("report-started", Report.class, new Report.Started(ATTEMPT, WORKER)),
        new Sample<>(
            "report-completed-inspected",
            Report.class,
            completed(new TaskResult.Inspected(mediaInfo()))),
        new Sample<>("report-completed-video", Report.class, completed(videoEncoded())),
        new Sample<>("report-completed-audio", Report.class, completed(audioEncoded())),
        new Sample<>(
            "report-completed-mux",
            Report.class,
            completed(new TaskResult.Muxed(5_400_000, 900, 900_900, 1408))),
        new Sample<>(
            "report-completed-subtitles",
            Report.class,
            completed(
                new TaskResult.SubtitlesExtracted(
                    List.of(
                        new ExtractedSubtitles(
                            "eng", 2, 412, 23_000, new TextCount(410, 1, 2, 3, 4, 5)))))),
        new Sample<>(
            "report-completed-thumbnails",
            Report.class,
            completed(new TaskResult.ThumbnailsMade(3, 1, 54_000))),
        new Sample<>("report-failed", Report.class, failed()),
        new Sample<>(
            "report-handed-back",
            Report.class,
            new Report.HandedBack(ATTEMPT, WORKER, "delivered before")),
        new Sample<>(
            "progress-task", Progress.class, new Progress.TaskProgress(ATTEMPT, WORKER, 120, 4004)),
        new Sample<>(
            "progress-worker-alive",
            Progress.class,
            new Progress.WorkerAlive(
                WORKER, "host", "0.1.0", 2, 1, WorkerState.RESTING, "no luck", List.of(ATTEMPT))),
        new Sample<>("control-cancel-job", Control.class, new Control.CancelJob(ATTEMPT.job(), 2)),
        new Sample<>(
            "control-stop-task",
            Control.class,
            new Control.StopTask(ATTEMPT.job(), "video-0003", 2)),
        new Sample<>("control-rest", Control.class, new Control.Rest(WORKER, "no luck", 60_000)),
        new Sample<>("job-status", JobStatus.class, running()),
        new Sample<>("job-status-failed", JobStatus.class, failedJob()),
        new Sample<>(
            "job-event",
            JobEvent.class,
            new JobEvent(
                7,
                1_795_000_001_000L,
                JobEvent.Kind.TASK_DONE,
                WORKER,
                ATTEMPT,
                "video-0003 done",
                running())),
        new Sample<>(
            "worker-status",
            WorkerStatus.class,
            new WorkerStatus(
                WORKER,
                "host",
                "0.1.0",
                2,
                1,
                WorkerState.WORKING,
                null,
                48.1,
                1_795_000_001_000L)),
        new Sample<>(
            "dead-message",
            DeadMessage.class,
            DeadMessage.of(
                "m-1", 1_795_000_001_000L, "not a Report", 4, new byte[] {'{', '}', 0, -1})),
        new Sample<>("profile", Profile.class, profile()));
  }

  static EncodeVideo encodeVideo() {
    return new EncodeVideo(
        ATTEMPT,
        "in/bbb.ts",
        "bbb-7f3a/bbb",
        new EncodeVideo.Source(
            0, geometry(new Rational(4, 3), new Orientation(true, 90)), HLG, true),
        TIMELINE,
        new Rational(24, 1),
        new EncodeVideo.Chunk(
            3, 2, true, List.of(new SeekPoint(238_999, 1_880_000), new SeekPoint(-1001, -1))),
        new EncodeVideo.Ladder(
            List.of(new VideoRendition("720p", 1280, 720, VIDEO)),
            List.of(new VideoRendition("360p", 640, 360, VIDEO))));
  }

  private static Task.EncodeAudio encodeAudio() {
    return new Task.EncodeAudio(
        ATTEMPT,
        "in/bbb.ts",
        "bbb-7f3a/bbb",
        1,
        TIMELINE,
        new Loudness(-16, -1),
        List.of(rendition()));
  }

  private static AudioRendition rendition() {
    return new AudioRendition(
        "eng-128k", "eng", "Commentary", false, List.of(TrackRole.COMMENTARY), 48_000, 2, AUDIO);
  }

  private static Task.Mux mux() {
    return new Task.Mux(
        ATTEMPT,
        "in/bbb.ts",
        "bbb-7f3a/bbb",
        "bbb-720p.mp4",
        TIMELINE,
        new VideoRendition("720p", 1280, 720, VIDEO),
        rendition());
  }

  private static Task.ExtractSubtitles extractSubtitles() {
    return new Task.ExtractSubtitles(
        ATTEMPT,
        "in/bbb.mkv",
        "bbb-7f3a/bbb",
        TIMELINE,
        List.of(new SubtitleRendition("por-BR", 2, "por-BR", "Full", true, false, List.of())));
  }

  private static Task.Thumbnails thumbnails() {
    return new Task.Thumbnails(
        ATTEMPT,
        "in/bbb.ts",
        "bbb-7f3a/bbb",
        TIMELINE,
        new ThumbnailGrid(10_000, 160, 90, 3, 1, 3),
        new VideoRendition("360p", 640, 360, VIDEO),
        new VideoRendition("720p", 1280, 720, VIDEO));
  }

  private static Report.Completed completed(TaskResult result) {
    return new Report.Completed(ATTEMPT, WORKER, 1234, result);
  }

  private static TaskResult.VideoEncoded videoEncoded() {
    return new TaskResult.VideoEncoded(
        new FrameCount(260, 238, 1, 2, 9_009, 3, 1, 4),
        List.of(
            new EncodedRendition(
                "720p",
                "avc1.64001f",
                SHA256,
                NTSC,
                List.of(
                    new EncodedSegment(3, 700_000, 120, 240_240, 360_360),
                    new EncodedSegment(4, 650_000, 120, 360_360, 480_480)))));
  }

  private static TaskResult.AudioEncoded audioEncoded() {
    return new TaskResult.AudioEncoded(
        new SoundCount(29_900, 2, 21),
        List.of(
            new EncodedRendition(
                "eng-128k",
                "mp4a.40.2",
                SHA256,
                new Rational(1, 48_000),
                List.of(new EncodedSegment(1, 64_000, 188, 0, 192_512)))));
  }

  private static Report.Failed failed() {
    return new Report.Failed(
        ATTEMPT,
        WORKER,
        FailureKind.BAD_INPUT,
        "avcodec_send_packet: Invalid data found when processing input (-1094995529)",
        List.of("[h264] no frame!", "[h264] non-existing PPS 0 referenced"));
  }

  static MediaInfo mediaInfo() {
    return new MediaInfo(
        "mpegts",
        new SourceStamp(4_000_000, 1_795_000_000_000L),
        true,
        List.of(videoStream(new Rational(1, 1), new Orientation(false, 270))),
        List.of(
            new MediaInfo.AudioStream(
                1,
                "aac",
                48_000,
                2,
                "und",
                null,
                true,
                List.of(TrackRole.AUDIO_DESCRIPTION),
                List.of(1),
                new Rational(1, 90_000),
                -1920,
                2_700_000,
                1407,
                2_701_440)),
        List.of(
            new MediaInfo.SubtitleStream(
                3,
                "subrip",
                "por-BR",
                "Full",
                true,
                false,
                List.of(TrackRole.HEARING_IMPAIRED),
                List.of(1),
                420)),
        2,
        12_000,
        List.of(new MediaInfo.LeftOut(2, "subtitle", "dvb_subtitle", "made of pictures", true)));
  }

  static MediaInfo.VideoStream videoStream(Rational sampleAspectRatio, Orientation orientation) {
    return new MediaInfo.VideoStream(
        0,
        "h264",
        "High",
        geometry(sampleAspectRatio, orientation),
        "yuv420p",
        HLG,
        true,
        false,
        List.of(1),
        new Rational(1, 90_000),
        new Rational(30_000, 1001),
        -3003,
        2_699_697,
        new PictureCount(900, 3, 2, List.of(120, 119)),
        List.of(new SeekPoint(-3003, 564)));
  }

  public static Geometry geometry(Rational sampleAspectRatio, Orientation orientation) {
    return new Geometry(1440, 1088, new Crop(0, 2, 0, 6), sampleAspectRatio, orientation);
  }

  private static JobStatus running() {
    return new JobStatus(
        ATTEMPT.job(),
        "bbb.ts",
        "hls-h264",
        JobState.RUNNING,
        50,
        "/media/out/bbb",
        null,
        1_795_000_000_000L,
        null,
        10,
        4,
        360,
        900,
        40.0,
        58.5,
        1.95,
        9230L);
  }

  private static JobStatus failedJob() {
    return new JobStatus(
        ATTEMPT.job(),
        "bbb.ts",
        "hls-h264",
        JobState.FAILED,
        50,
        "/media/out/bbb",
        "in/bbb.ts: no video and no audio",
        1_795_000_000_000L,
        1_795_000_002_000L,
        1,
        0,
        0,
        0,
        0.0,
        0.0,
        0.0,
        null);
  }

  private static Profile profile() {
    return new Profile(
        "hls-h264",
        "H.264 ladder",
        List.of(VIDEO),
        List.of(AUDIO),
        new Loudness(-16, -1),
        new Packaging(4000, true, List.of(720), true),
        new Rational(30_000, 1001),
        true,
        new Profile.Thumbnails(10_000, 160, 90, 5, 5),
        true,
        new Profile.Selection(2, 4),
        Profile.End.PICTURE,
        30);
  }

  /**
   * @param name of the golden file, without its ending
   * @param type as which it is decoded
   */
  record Sample<T>(String name, Class<T> type, T message) {
    @Override
    public String toString() {
      return name;
    }
  }
}
