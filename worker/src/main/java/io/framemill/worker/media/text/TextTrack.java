package io.framemill.worker.media.text;

import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;

import io.framemill.protocol.media.Rational;
import io.framemill.protocol.media.Timeline;
import io.framemill.protocol.rendition.ExtractedSubtitles;
import io.framemill.protocol.rendition.OutputLayout;
import io.framemill.protocol.rendition.SubtitleRendition;
import io.framemill.protocol.storage.AtomicFile;
import io.framemill.worker.media.failure.MediaProgress;
import io.framemill.worker.media.failure.OutputException;
import io.framemill.worker.media.libav.AvRational;
import io.framemill.worker.media.libav.NativePacket;
import io.framemill.worker.media.segment.OutputTree;
import java.io.IOException;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;

/** One subtitle track that is converted from packets to WebVTT files. Not thread-safe. */
final class TextTrack implements AutoCloseable {
  private static final Rational NANOS = new Rational(1, 1_000_000_000);
  private static final Rational MILLIS = new Rational(1, 1000);

  private final SubtitleRendition rendition;
  private final Timeline timeline;
  private final Rational timeBase;
  private final long originNanos;
  private final SubtitleDecoder decoder;
  private final CueList cues = new CueList();
  private final boolean isScript;
  private long timeless;

  private TextTrack(
      SubtitleRendition rendition, Timeline timeline, AVStream stream, SubtitleDecoder decoder) {
    this.rendition = rendition;
    this.timeline = timeline;
    this.timeBase = AvRational.toRational(stream.time_base());
    this.originNanos = nanos(timeline.originPts(), timeline.timeBase());
    this.decoder = decoder;
    this.isScript = TextCodecs.isScript(stream.codecpar().codec_id());
  }

  static TextTrack open(SubtitleRendition rendition, Timeline timeline, AVStream stream) {
    return new TextTrack(rendition, timeline, stream, SubtitleDecoder.open(stream));
  }

  /**
   * Adds the track's next packet.
   *
   * @return start of its text, in milliseconds after the programme's origin; 0 if it has none
   */
  long add(NativePacket packet) {
    AVPacket facts = packet.get();
    long errors = decoder.errors();
    SubtitleDecoder.Event event = decoder.decode(packet);
    if (decoder.errors() > errors) {
      return 0;
    }
    if (event.texts().isEmpty()) {
      cues.beginPacket();
      return 0;
    }
    if (facts.pts() == AV_NOPTS_VALUE || !isTime(facts.pts()) || !isTime(facts.duration())) {
      timeless++;
      return 0;
    }
    long start = millis(facts.pts());
    long end =
        facts.duration() > 0
            ? millis(facts.pts() + facts.duration())
            : event.displayMillis() > 0 ? start + event.displayMillis() : CueList.UNKNOWN;
    cues.beginPacket();
    for (String text : event.texts()) {
      cues.add(start + event.delayMillis(), end, AssText.toWebVtt(text, isScript));
    }
    return start;
  }

  /**
   * Writes all files.
   *
   * @param output the job's output directory
   */
  ExtractedSubtitles write(Path output, MediaProgress progress) {
    long programmeMillis =
        timeline
            .timeBase()
            .rescale(timeline.endPts() - timeline.originPts(), MILLIS, RoundingMode.CEILING);
    List<Cue> shown = cues.within(programmeMillis);
    Path segments = output.resolve(OutputLayout.subtitles(rendition.name()));
    try {
      OutputTree.directory(output, OutputLayout.subtitles(rendition.name()));
    } catch (IOException e) {
      throw new OutputException(segments, e);
    }
    int count = timeline.segmentCount();
    for (int number = 1; number <= count; number++) {
      write(
          segments.resolve(OutputLayout.subtitleSegment(number)),
          WebVtt.segment(in(number, shown)));
      progress.encoded(0, 0);
    }
    Path whole = output.resolve(OutputLayout.subtitleFile(rendition.name()));
    long bytes = write(whole, WebVtt.whole(shown));
    return new ExtractedSubtitles(
        rendition.name(),
        count,
        shown.size(),
        bytes,
        cues.count(programmeMillis, decoder.errors() + timeless));
  }

  // Both ends are rounded outwards: a text exactly at the seam is in both segments.
  private List<Cue> in(int segment, List<Cue> shown) {
    long start = programmeMillis(segment, RoundingMode.FLOOR);
    long end =
        segment == timeline.segmentCount()
            ? Long.MAX_VALUE
            : programmeMillis(segment + 1, RoundingMode.CEILING);
    return shown.stream()
        .filter(cue -> cue.startMillis() < end && cue.endMillis() > start)
        .toList();
  }

  private long programmeMillis(int segment, RoundingMode rounding) {
    return timeline
        .timeBase()
        .rescale(timeline.segmentStartPts(segment) - timeline.originPts(), MILLIS, rounding);
  }

  private static long write(Path file, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    try {
      AtomicFile.write(file, ByteBuffer.wrap(bytes));
    } catch (IOException e) {
      throw new OutputException(file, e);
    }
    return bytes.length;
  }

  /** Whether a time is less than 30 years, which excludes overflows. */
  private boolean isTime(long ticks) {
    return Math.abs((double) ticks) * timeBase.toDouble() < 1e9;
  }

  private long millis(long pts) {
    return NANOS.rescale(nanos(pts, timeBase) - originNanos, MILLIS, RoundingMode.HALF_UP);
  }

  private static long nanos(long ticks, Rational timeBase) {
    return timeBase.rescale(ticks, NANOS, RoundingMode.HALF_UP);
  }

  @Override
  public void close() {
    decoder.close();
  }
}
