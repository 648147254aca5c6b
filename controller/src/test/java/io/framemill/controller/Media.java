package io.framemill.controller;

import io.framemill.protocol.media.Crop;
import io.framemill.protocol.media.Geometry;
import io.framemill.protocol.media.MediaInfo;
import io.framemill.protocol.media.MediaInfo.AudioStream;
import io.framemill.protocol.media.MediaInfo.VideoStream;
import io.framemill.protocol.media.Orientation;
import io.framemill.protocol.media.PictureCount;
import io.framemill.protocol.media.Rational;
import io.framemill.protocol.media.SeekPoint;
import io.framemill.protocol.media.SourceStamp;
import io.framemill.protocol.rendition.Profile;
import io.framemill.protocol.rendition.Profile.Packaging;
import io.framemill.protocol.rendition.Profile.VideoEncode;
import io.framemill.protocol.rendition.VideoCodec;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Sources and profiles for tests: one landscape film in ticks of 1/12800 s, at 25 frames per
 * second.
 */
public final class Media {
  public static final Rational TIME_BASE = new Rational(1, 12_800);

  /** When all sources were written last. */
  private static final long MODIFIED_MILLIS = 1_700_000_000_000L;

  private static final int TICKS_PER_FRAME = 512;
  private static final int BYTES_PER_SECOND = 100_000;

  private Media() {}

  /** A film with one stereo track and a key frame each so many seconds. */
  public static MediaInfo film(int seconds, int width, int height, int keyFrameSeconds) {
    return MediaInfoBuilder.aSource("mov,mp4")
        .stamp(new SourceStamp(BYTES_PER_SECOND * (long) seconds, MODIFIED_MILLIS))
        .video(List.of(video(0, seconds, width, height, Orientation.UPRIGHT, keyFrameSeconds)))
        .audio(List.of(audio(1, "eng", true, seconds)))
        .build();
  }

  /** Writes a file of zeros that is in the state in which a source was inspected. */
  public static void writeSource(Path file, MediaInfo media) {
    try (RandomAccessFile source = new RandomAccessFile(file.toFile(), "rw")) {
      source.setLength(media.stamp().sizeBytes());
      Files.setLastModifiedTime(file, FileTime.fromMillis(media.stamp().modifiedMillis()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sound without picture: one stereo track of 10 seconds. */
  public static MediaInfo song() {
    return MediaInfoBuilder.aSource("mp3")
        .stamp(new SourceStamp(1, MODIFIED_MILLIS))
        .audio(List.of(audio(0, "und", false)))
        .build();
  }

  /** The same film with two text tracks, in streams 3 and 4. */
  public static MediaInfo withText(MediaInfo film) {
    return MediaInfoBuilder.like(film)
        .subtitles(
            List.of(
                new MediaInfo.SubtitleStream(
                    3, "subrip", "eng", null, true, false, List.of(), List.of(), 7),
                new MediaInfo.SubtitleStream(
                    4, "ass", "deu", null, false, true, List.of(), List.of(), 7)))
        .build();
  }

  public static VideoStream video(
      int index, int seconds, int width, int height, Orientation orientation, int keyFrameSeconds) {
    List<SeekPoint> keyFrames =
        IntStream.range(0, (seconds + keyFrameSeconds - 1) / keyFrameSeconds)
            .mapToObj(
                i ->
                    new SeekPoint(
                        (long) i * keyFrameSeconds * TIME_BASE.denominator(),
                        (long) BYTES_PER_SECOND * i * keyFrameSeconds))
            .toList();
    return new VideoStream(
        index,
        "h264",
        "High",
        new Geometry(width, height, Crop.NONE, new Rational(1, 1), orientation),
        "yuv420p",
        MediaInfo.Color.BT709,
        false,
        true,
        List.of(),
        TIME_BASE,
        new Rational(25, 1),
        0,
        (long) seconds * 25 * TICKS_PER_FRAME,
        PictureCount.of(seconds * 25L),
        keyFrames);
  }

  /** The same film, its pictures counted by segments. */
  public static MediaInfo counted(MediaInfo film, PictureCount pictures) {
    VideoStream video = film.video().get(0);
    return withVideo(
        film,
        new VideoStream(
            video.index(),
            video.codec(),
            video.profile(),
            video.geometry(),
            video.pixelFormat(),
            video.color(),
            video.interlaced(),
            video.isDefault(),
            video.programs(),
            video.timeBase(),
            video.frameRate(),
            video.startPts(),
            video.endPts(),
            pictures,
            video.keyFrames()),
        film.sizeBytes());
  }

  /** The same film, interlaced. */
  public static MediaInfo interlaced(MediaInfo film) {
    VideoStream video = film.video().get(0);
    return changed(film, true, video.endPts(), video.keyFrames(), film.sizeBytes());
  }

  /** The same film, with another end. */
  public static MediaInfo lasting(MediaInfo film, long endPts) {
    return changed(film, false, endPts, film.video().get(0).keyFrames(), film.sizeBytes());
  }

  /** The same film with other key frames, in a file of that size. */
  public static MediaInfo withKeyFrames(MediaInfo film, List<SeekPoint> keyFrames, long sizeBytes) {
    return changed(film, false, film.video().get(0).endPts(), keyFrames, sizeBytes);
  }

  /** The same film, in a file of that state. */
  public static MediaInfo withStamp(MediaInfo film, SourceStamp stamp) {
    return MediaInfoBuilder.like(film).stamp(stamp).build();
  }

  private static MediaInfo changed(
      MediaInfo film, boolean interlaced, long endPts, List<SeekPoint> keyFrames, long sizeBytes) {
    VideoStream video = film.video().get(0);
    VideoStream changed =
        new VideoStream(
            video.index(),
            video.codec(),
            video.profile(),
            video.geometry(),
            video.pixelFormat(),
            video.color(),
            interlaced,
            video.isDefault(),
            video.programs(),
            video.timeBase(),
            video.frameRate(),
            video.startPts(),
            endPts,
            video.pictures(),
            keyFrames);
    return withVideo(film, changed, sizeBytes);
  }

  private static MediaInfo withVideo(MediaInfo film, VideoStream video, long sizeBytes) {
    return MediaInfoBuilder.like(film)
        .stamp(new SourceStamp(sizeBytes, MODIFIED_MILLIS))
        .video(List.of(video))
        .build();
  }

  /** A stereo track of 10 seconds. */
  public static AudioStream audio(int index, String language, boolean isDefault) {
    return audio(index, language, isDefault, 10);
  }

  /** A stereo track. */
  public static AudioStream audio(int index, String language, boolean isDefault, int seconds) {
    return new AudioStream(
        index,
        "aac",
        48_000,
        2,
        language,
        null,
        isDefault,
        List.of(),
        List.of(),
        new Rational(1, 48_000),
        0,
        48_000L * seconds,
        48_000L * seconds / 1024 + 1,
        48_000L * seconds);
  }

  /** H.264 rungs of the given heights, one quality of AAC, segments of 4 s. */
  public static Profile profile(int... heights) {
    return ProfileBuilder.aProfile(IntStream.of(heights).mapToObj(Media::encode).toList()).build();
  }

  /** The same profile, but strict. */
  public static Profile strict(Profile profile) {
    return ProfileBuilder.like(profile).strict().build();
  }

  /** The same profile, but a programme ends with its picture. */
  public static Profile endingWithPicture(Profile profile) {
    return ProfileBuilder.like(profile).end(Profile.End.PICTURE).build();
  }

  /** The same profile with a constant frame rate. */
  public static Profile withFps(Profile profile, Rational fps) {
    return ProfileBuilder.like(profile).fps(fps).build();
  }

  /** The same profile with MP4 files of some heights. */
  public static Profile withMp4(Profile profile, Integer... heights) {
    return ProfileBuilder.like(profile)
        .packaging(
            new Packaging(profile.packaging().segmentMillis(), true, List.of(heights), false))
        .build();
  }

  /** The same profile with small pictures of the usual size. */
  public static Profile withThumbnails(Profile profile) {
    return ProfileBuilder.like(profile)
        .thumbnails(new Profile.Thumbnails(10_000, 160, 90, 5, 5))
        .build();
  }

  /** The same profile, without subtitles. */
  public static Profile withoutSubtitles(Profile profile) {
    return ProfileBuilder.like(profile).subtitles(false).build();
  }

  /** The same profile, without sound. */
  public static Profile withoutAudio(Profile profile) {
    return ProfileBuilder.like(profile).withoutAudio().build();
  }

  public static VideoEncode encode(int height) {
    return new VideoEncode(VideoCodec.H264, height, 21, 1_000, 1_000, "veryfast", null);
  }
}
