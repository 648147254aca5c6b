package io.framemill.worker.media.inspect;

import static org.bytedeco.ffmpeg.global.avcodec.avcodec_profile_name;
import static org.bytedeco.ffmpeg.global.avformat.av_guess_sample_aspect_ratio;
import static org.bytedeco.ffmpeg.global.avutil.av_get_pix_fmt_name;

import io.framemill.protocol.media.Crop;
import io.framemill.protocol.media.Geometry;
import io.framemill.protocol.media.MediaInfo;
import io.framemill.protocol.media.OutputTimes;
import io.framemill.protocol.media.Rational;
import io.framemill.protocol.media.Timeline;
import io.framemill.protocol.rendition.SegmentGrid;
import io.framemill.worker.media.color.SourceColor;
import io.framemill.worker.media.libav.AvRational;
import io.framemill.worker.media.picture.Deinterlacer;
import io.framemill.worker.media.source.track.PlausibleFrameRates;
import io.framemill.worker.media.source.track.StreamProperties;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.BytePointer;
import org.jspecify.annotations.Nullable;

/** Converts the results of a scan to the description for the planner. */
final class StreamInfos {
  private static final Rational SQUARE = new Rational(1, 1);

  private StreamInfos() {}

  /** A stream with {@linkplain PictureScan#hasFrames pictures}. */
  static MediaInfo.VideoStream video(
      AVFormatContext container,
      PictureScan scan,
      Programme programme,
      StreamTags tags,
      @Nullable SegmentGrid grid) {
    AVStream stream = scan.stream();
    AVFrame first = scan.firstFrame();
    PacketSpan span = scan.span();
    long end = programme.endOf(scan, scan.endPts(StreamProperties.pictureDuration(stream)));
    return new MediaInfo.VideoStream(
        stream.index(),
        scan.codecName(),
        profile(stream.codecpar()),
        geometry(container, stream, scan.mainShape(end), first),
        av_get_pix_fmt_name(first.format()).getString(),
        SourceColor.of(stream, first),
        scan.interlaced() && Deinterlacer.canTake(first),
        StreamProperties.isDefault(stream),
        tags.programs(),
        scan.timeBase(),
        PlausibleFrameRates.measured(
            StreamProperties.statedFrameRate(stream),
            scan.tally().total(),
            span.lastPts() - span.firstPts(),
            scan.timeBase()),
        scan.startPts(),
        end,
        scan.tally().count(scan.startPts(), times(scan, end, grid)),
        scan.keyFrames());
  }

  private static @Nullable OutputTimes times(
      PictureScan scan, long end, @Nullable SegmentGrid grid) {
    return grid == null
        ? null
        : new OutputTimes(
            new Timeline(scan.timeBase(), scan.startPts(), end, grid.segmentMillis()),
            grid.frameRate());
  }

  /** A stream with {@linkplain SoundScan#hasFrames sound}. */
  static MediaInfo.AudioStream audio(SoundScan scan, StreamTags tags) {
    AVStream stream = scan.stream();
    AVFrame first = scan.firstFrame();
    return new MediaInfo.AudioStream(
        stream.index(),
        scan.codecName(),
        first.sample_rate(),
        first.ch_layout().nb_channels(),
        tags.language(),
        StreamProperties.tag(stream, "title"),
        StreamProperties.isDefault(stream),
        StreamProperties.roles(stream),
        tags.programs(),
        scan.timeBase(),
        scan.startPts(),
        scan.endPts(0),
        scan.span().count(),
        scan.soundTicks());
  }

  /** A text stream with its number of packets. */
  static MediaInfo.SubtitleStream subtitles(AVStream stream, StreamTags tags, long packets) {
    return new MediaInfo.SubtitleStream(
        stream.index(),
        StreamProperties.codecName(stream),
        tags.language(),
        StreamProperties.tag(stream, "title"),
        StreamProperties.isDefault(stream),
        StreamProperties.isForced(stream),
        StreamProperties.roles(stream),
        tags.programs(),
        packets);
  }

  private static @Nullable String profile(AVCodecParameters parameters) {
    BytePointer name = avcodec_profile_name(parameters.codec_id(), parameters.profile());
    return name == null ? null : name.getString();
  }

  private static Geometry geometry(
      AVFormatContext container, AVStream stream, ShapeScan.Shape shape, AVFrame first) {
    Crop crop = StreamProperties.crop(stream);
    int width = shape.widthPixels();
    int height = shape.heightPixels();
    if ((long) crop.left() + crop.right() >= width || (long) crop.top() + crop.bottom() >= height) {
      crop = Crop.NONE;
    }
    Rational ratio = aspectRatio(container, stream, shape, first);
    if (isOfUncroppedDisplay(ratio, width, height, crop) && isMatroska(container)) {
      ratio = SQUARE;
    }
    return new Geometry(width, height, crop, ratio, StreamProperties.orientation(stream));
  }

  private static Rational aspectRatio(
      AVFormatContext container, AVStream stream, ShapeScan.Shape shape, AVFrame first) {
    first.sample_aspect_ratio().num(Math.toIntExact(shape.aspectRatio().numerator()));
    first.sample_aspect_ratio().den(Math.toIntExact(shape.aspectRatio().denominator()));
    Rational ratio = AvRational.toRational(av_guess_sample_aspect_ratio(container, stream, first));
    return ratio.numerator() <= 0 ? SQUARE : ratio;
  }

  /**
   * Whether an aspect ratio is the one that libavformat derives from a display size equal to the
   * coded size. That is the default if the file declares none, but of the cropped picture (RFC
   * 9559, 5.1.4.1.28.13).
   */
  private static boolean isOfUncroppedDisplay(Rational ratio, int width, int height, Crop crop) {
    long croppedWidth = width - crop.left() - crop.right();
    long croppedHeight = height - crop.top() - crop.bottom();
    return !crop.equals(Crop.NONE)
        && ratio.numerator() * croppedWidth * height == ratio.denominator() * width * croppedHeight;
  }

  private static boolean isMatroska(AVFormatContext container) {
    return container.iformat().name().getString().startsWith("matroska");
  }
}
