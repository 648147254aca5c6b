package io.framemill.controller.cli;

import io.framemill.protocol.MediaInfo;
import io.framemill.protocol.MediaInfo.AudioStream;
import io.framemill.protocol.MediaInfo.SubtitleStream;
import io.framemill.protocol.MediaInfo.VideoStream;
import io.framemill.protocol.Orientation;
import io.framemill.protocol.Rational;
import java.util.Locale;

/** A source as text for people. Pure. */
final class MediaTable {
  private MediaTable() {}

  static String describe(String file, MediaInfo media) {
    Table table = new Table();
    table.row("File", file + ", " + Amounts.bytes(media.sizeBytes()));
    table.row("Format", media.format());
    media.video().forEach(stream -> table.row("Video #" + stream.index(), video(stream)));
    media.audio().forEach(stream -> table.row("Audio #" + stream.index(), audio(stream)));
    media.subtitles().forEach(stream -> table.row("Text #" + stream.index(), text(stream)));
    media.leftOut().forEach(stream -> table.row("Left out", stream.describe()));
    return table.toString();
  }

  private static String video(VideoStream stream) {
    return String.format(
        Locale.ROOT,
        "%s%s, %dx%d%s %s, %s, %s, %d frames, key frames %d%s%s",
        stream.codec(),
        stream.profile() == null ? "" : " (" + stream.profile() + ")",
        stream.geometry().widthPixels(),
        stream.geometry().heightPixels(),
        stream.interlaced() ? " interlaced" : "",
        stream.pixelFormat(),
        frameRate(stream.frameRate()),
        length(stream.timeBase(), stream.endPts() - stream.startPts()),
        stream.pictures().total(),
        stream.keyFrames().size(),
        pixelShape(stream.geometry().sampleAspectRatio()),
        turn(stream.geometry().orientation()));
  }

  private static String audio(AudioStream stream) {
    return String.format(
        Locale.ROOT,
        "%s, %d Hz, %d channel%s, language %s, %s%s%s",
        stream.codec(),
        stream.sampleRateHz(),
        stream.channels(),
        stream.channels() == 1 ? "" : "s",
        stream.language(),
        length(stream.timeBase(), stream.endPts() - stream.startPts()),
        stream.title() == null ? "" : ", \"" + stream.title() + "\"",
        stream.isDefault() ? ", default" : "");
  }

  private static String text(SubtitleStream stream) {
    return String.format(
        Locale.ROOT,
        "%s, language %s%s%s%s",
        stream.codec(),
        stream.language(),
        stream.title() == null ? "" : ", \"" + stream.title() + "\"",
        stream.isDefault() ? ", default" : "",
        stream.isForced() ? ", forced" : "");
  }

  static String frameRate(Rational rate) {
    return rate.numerator() == 0
        ? "frame rate unknown"
        : String.format(Locale.ROOT, "%.3f fps", rate.toDouble());
  }

  static String length(Rational timeBase, long ticks) {
    return Amounts.clock(timeBase.toDuration(ticks).toMillis());
  }

  private static String pixelShape(Rational ratio) {
    return ratio.numerator() == ratio.denominator() ? "" : ", pixels " + ratio;
  }

  private static String turn(Orientation orientation) {
    return (orientation.mirrored() ? ", mirrored" : "")
        + (orientation.clockwiseDegrees() == 0
            ? ""
            : ", turned by " + orientation.clockwiseDegrees() + " degrees");
  }
}
