package io.framemill.cli.view;

import io.framemill.cli.console.ReadableUnits;
import io.framemill.cli.console.Table;
import io.framemill.protocol.media.Crop;
import io.framemill.protocol.media.Geometry;
import io.framemill.protocol.media.MediaInfo;
import io.framemill.protocol.media.MediaInfo.AudioStream;
import io.framemill.protocol.media.MediaInfo.SubtitleStream;
import io.framemill.protocol.media.MediaInfo.VideoStream;
import io.framemill.protocol.media.Orientation;
import io.framemill.protocol.media.PictureCount;
import io.framemill.protocol.media.Rational;
import io.framemill.protocol.media.TrackRole;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A source as text for people. Pure. */
public final class MediaTable {
  private final MediaInfo media;
  private final boolean hasPrograms;

  private MediaTable(MediaInfo media) {
    this.media = media;
    this.hasPrograms = hasPrograms(media);
  }

  public static String describe(String file, MediaInfo media) {
    return new MediaTable(media).describe(file);
  }

  /** Only where there is a choice are their numbers of interest. */
  private static boolean hasPrograms(MediaInfo media) {
    return Stream.of(
                media.video().stream().map(VideoStream::programs),
                media.audio().stream().map(AudioStream::programs),
                media.subtitles().stream().map(SubtitleStream::programs))
            .flatMap(streams -> streams)
            .flatMap(List::stream)
            .distinct()
            .count()
        > 1;
  }

  private String describe(String file) {
    Table table = new Table();
    table.row("File", file + ", " + ReadableUnits.bytes(media.sizeBytes()));
    table.row("Format", media.format());
    media.video().forEach(stream -> table.row("Video #" + stream.index(), video(stream)));
    media.audio().forEach(stream -> table.row("Audio #" + stream.index(), audio(stream)));
    media.subtitles().forEach(stream -> table.row("Text #" + stream.index(), text(stream)));
    media.leftOut().forEach(stream -> table.row("Ignored", leftOut(stream)));
    if (media.cutMillis() > 0) {
      table.row(
          "Truncated",
          "by " + ReadableUnits.clock(media.cutMillis()) + ", according to its header");
    }
    if (media.readErrors() > 0) {
      table.row("Damaged", "unreadable places: " + media.readErrors());
    }
    return table.toString();
  }

  private String video(VideoStream stream) {
    return "%s%s, %sx%s%s %s, %s, %s, %s, key frames %s%s%s%s%s%s%s"
        .formatted(
            stream.codec(),
            stream.profile() == null ? "" : " (" + stream.profile() + ")",
            stream.geometry().widthPixels(),
            stream.geometry().heightPixels(),
            stream.interlaced() ? " interlaced" : "",
            stream.pixelFormat(),
            frameRate(stream.frameRate()),
            length(stream.timeBase(), stream.endPts() - stream.startPts()),
            frames(stream.pictures()),
            stream.keyFrames().size(),
            crop(stream.geometry()),
            pixelShape(stream.geometry().sampleAspectRatio()),
            turn(stream.geometry().orientation()),
            programs(stream.programs()),
            stream.isDefault() ? ", default" : "",
            media.video().size() > 1 && stream.equals(media.video().get(0)) ? ", selected" : "");
  }

  private String audio(AudioStream stream) {
    return "%s, %s Hz, %s channel%s, language %s, %s%s%s%s%s"
        .formatted(
            stream.codec(),
            stream.sampleRateHz(),
            stream.channels(),
            stream.channels() == 1 ? "" : "s",
            stream.language(),
            length(stream.timeBase(), stream.endPts() - stream.startPts()),
            title(stream.title()),
            roles(stream.roles()),
            programs(stream.programs()),
            stream.isDefault() ? ", default" : "");
  }

  private String text(SubtitleStream stream) {
    return "%s, language %s%s%s%s%s%s"
        .formatted(
            stream.codec(),
            stream.language(),
            title(stream.title()),
            roles(stream.roles()),
            programs(stream.programs()),
            stream.isDefault() ? ", default" : "",
            stream.isForced() ? ", forced" : "");
  }

  private static String leftOut(MediaInfo.LeftOut stream) {
    return stream.describe() + (stream.isLoss() ? " (refused if the profile is strict)" : "");
  }

  private static String frames(PictureCount pictures) {
    return pictures.total()
        + " frames"
        + (pictures.beforeStart() == 0
            ? ""
            : " (" + pictures.beforeStart() + " before the first key frame)")
        + (pictures.dropped() == 0
            ? ""
            : ", " + pictures.dropped() + " more hidden by an edit list");
  }

  private static String title(@Nullable String title) {
    return title == null ? "" : ", \"" + title + "\"";
  }

  private static String roles(List<TrackRole> roles) {
    return roles.stream()
        .map(role -> ", " + role.name().toLowerCase(Locale.ROOT).replace('_', ' '))
        .collect(Collectors.joining());
  }

  private String programs(List<Integer> programs) {
    return hasPrograms
        ? programs.stream().map(program -> ", program " + program).collect(Collectors.joining())
        : "";
  }

  private static String crop(Geometry geometry) {
    return geometry.crop().equals(Crop.NONE)
        ? ""
        : ", cropped to %sx%s at %s,%s"
            .formatted(
                geometry.croppedWidthPixels(),
                geometry.croppedHeightPixels(),
                geometry.crop().left(),
                geometry.crop().top());
  }

  static String frameRate(Rational rate) {
    return rate.numerator() == 0
        ? "frame rate unknown"
        : String.format(Locale.ROOT, "%.3f fps", rate.toDouble());
  }

  static String length(Rational timeBase, long ticks) {
    return ReadableUnits.clock(timeBase.toDuration(ticks).toMillis());
  }

  private static String pixelShape(Rational ratio) {
    return ratio.numerator() == ratio.denominator() ? "" : ", pixels " + ratio;
  }

  private static String turn(Orientation orientation) {
    return (orientation.mirrored() ? ", mirrored" : "")
        + (orientation.clockwiseDegrees() == 0
            ? ""
            : ", rotated by " + orientation.clockwiseDegrees() + " degrees");
  }
}
