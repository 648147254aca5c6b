package io.framemill.worker.media.inspect;

import static org.bytedeco.ffmpeg.global.avutil.av_get_media_type_string;

import io.framemill.protocol.media.MediaInfo;
import io.framemill.worker.media.source.track.StreamProperties;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.javacpp.BytePointer;

/** Collects streams, and parts of streams, that are not transcoded. Not thread-safe. */
final class LeftOutStreams {
  private final List<MediaInfo.LeftOut> list = new ArrayList<>();

  /** Adds streams that the demuxer reports. */
  void addAll(List<MediaInfo.LeftOut> others) {
    list.addAll(others);
  }

  /** Adds a part of the programme. */
  void addLoss(AVStream stream, String reason) {
    add(stream, reason, true);
  }

  /** Adds a stream that is not a part of the programme. */
  void addWithoutLoss(AVStream stream, String reason) {
    add(stream, reason, false);
  }

  void add(AVStream stream, String reason, boolean isLoss) {
    add(stream, StreamProperties.codecName(stream), reason, isLoss);
  }

  /**
   * Adds the undecodable parts of a stream whose other parts are transcoded.
   *
   * @param codec libavcodec's name of the codec that has no decoder
   * @param ticks total duration of the parts, in ticks of the stream
   */
  void addPart(StreamScan scan, String codec, long ticks) {
    String reason =
        String.format(
            Locale.ROOT,
            "its codec changes, and %.1f s cannot be decoded",
            ticks * scan.timeBase().toDouble());
    add(scan.stream(), codec, reason, true);
  }

  private void add(AVStream stream, String codec, String reason, boolean isLoss) {
    BytePointer type = av_get_media_type_string(stream.codecpar().codec_type());
    list.add(
        new MediaInfo.LeftOut(
            stream.index(), type == null ? "unknown" : type.getString(), codec, reason, isLoss));
  }

  List<MediaInfo.LeftOut> list() {
    return list;
  }

  /** All of them as the end of a sentence; empty if there are none. */
  String inBrackets() {
    return list.isEmpty()
        ? ""
        : list.stream()
            .map(MediaInfo.LeftOut::describe)
            .collect(Collectors.joining("; ", " (", ")"));
  }
}
