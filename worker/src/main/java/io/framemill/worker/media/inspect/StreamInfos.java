package io.framemill.worker.media.inspect;

import static org.bytedeco.ffmpeg.global.avcodec.avcodec_profile_name;
import static org.bytedeco.ffmpeg.global.avformat.av_guess_sample_aspect_ratio;
import static org.bytedeco.ffmpeg.global.avutil.av_get_pix_fmt_name;

import io.framemill.protocol.Crop;
import io.framemill.protocol.Geometry;
import io.framemill.protocol.MediaInfo;
import io.framemill.protocol.OutputTimes;
import io.framemill.protocol.Rational;
import io.framemill.protocol.SegmentGrid;
import io.framemill.protocol.Timeline;
import io.framemill.worker.media.color.SourceColor;
import io.framemill.worker.media.libav.AvRational;
import io.framemill.worker.media.picture.Deinterlacer;
import io.framemill.worker.media.source.FrameRates;
import io.framemill.worker.media.source.StreamFacts;
import java.util.List;
import java.util.regex.Pattern;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.BytePointer;
import org.jspecify.annotations.Nullable;

/** Writes down what a scan found, as the planner wants it. */
final class StreamInfos {
  private static final Pattern ISO_639_2 = Pattern.compile("[a-z]{3}");

  private StreamInfos() {}

  /** A stream with {@linkplain StreamScan#hasFrames pictures}. */
  static MediaInfo.VideoStream video(
      AVFormatContext container,
      StreamScan scan,
      Programme programme,
      @Nullable SegmentGrid grid) {
    AVStream stream = scan.stream();
    AVFrame first = scan.firstFrame();
    PacketSpan span = scan.span();
    long end = programme.endOf(scan, scan.endPts(StreamFacts.pictureDuration(stream)));
    return new MediaInfo.VideoStream(
        stream.index(),
        scan.codecName(),
        profile(stream.codecpar()),
        new Geometry(
            first.width(),
            first.height(),
            Crop.NONE,
            aspectRatio(container, stream, first),
            StreamFacts.orientation(stream)),
        av_get_pix_fmt_name(first.format()).getString(),
        SourceColor.of(stream, first),
        scan.interlaced() && Deinterlacer.canTake(first),
        StreamFacts.isDefault(stream),
        List.of(),
        scan.timeBase(),
        FrameRates.measured(
            StreamFacts.statedFrameRate(stream),
            scan.tally().total(),
            span.lastPts() - span.firstPts(),
            scan.timeBase()),
        scan.startPts(),
        end,
        scan.tally().count(scan.startPts(), times(scan, end, grid)),
        scan.keyFrames());
  }

  private static @Nullable OutputTimes times(
      StreamScan scan, long end, @Nullable SegmentGrid grid) {
    return grid == null
        ? null
        : new OutputTimes(
            new Timeline(scan.timeBase(), scan.startPts(), end, grid.segmentMillis()),
            grid.frameRate());
  }

  /** A stream with {@linkplain StreamScan#hasFrames sound}. */
  static MediaInfo.AudioStream audio(StreamScan scan) {
    AVStream stream = scan.stream();
    AVFrame first = scan.firstFrame();
    return new MediaInfo.AudioStream(
        stream.index(),
        scan.codecName(),
        first.sample_rate(),
        first.ch_layout().nb_channels(),
        language(stream),
        StreamFacts.tag(stream, "title"),
        StreamFacts.isDefault(stream),
        List.of(),
        List.of(),
        scan.timeBase(),
        scan.startPts(),
        scan.endPts(0),
        scan.span().count(),
        scan.endPts(0) - scan.startPts());
  }

  /** A stream of text. */
  static MediaInfo.SubtitleStream subtitles(AVStream stream) {
    return new MediaInfo.SubtitleStream(
        stream.index(),
        StreamFacts.codecName(stream),
        language(stream),
        StreamFacts.tag(stream, "title"),
        StreamFacts.isDefault(stream),
        StreamFacts.isForced(stream),
        List.of(),
        List.of());
  }

  private static @Nullable String profile(AVCodecParameters parameters) {
    BytePointer name = avcodec_profile_name(parameters.codec_id(), parameters.profile());
    return name == null ? null : name.getString();
  }

  private static Rational aspectRatio(AVFormatContext container, AVStream stream, AVFrame first) {
    Rational ratio = AvRational.toRational(av_guess_sample_aspect_ratio(container, stream, first));
    return ratio.numerator() <= 0 ? new Rational(1, 1) : ratio;
  }

  private static String language(AVStream stream) {
    String language = StreamFacts.tag(stream, "language");
    return language != null && ISO_639_2.matcher(language).matches() ? language : "und";
  }
}
