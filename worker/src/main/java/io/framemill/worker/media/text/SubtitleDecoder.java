package io.framemill.worker.media.text;

import static org.bytedeco.ffmpeg.global.avcodec.avcodec_decode_subtitle2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avsubtitle_free;

import io.framemill.worker.media.failure.BadSourceException;
import io.framemill.worker.media.libav.AvError;
import io.framemill.worker.media.libav.FfmpegException;
import io.framemill.worker.media.libav.NativePacket;
import io.framemill.worker.media.source.Decoder;
import io.framemill.worker.media.source.track.StreamProperties;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVSubtitle;
import org.bytedeco.ffmpeg.avcodec.AVSubtitleRect;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.javacpp.IntPointer;

/**
 * Decodes one stream of text subtitles: owns one {@code AVCodecContext}. Damaged packets are
 * counted and skipped. Not thread-safe.
 */
final class SubtitleDecoder implements AutoCloseable {
  /** ReadOrder, Layer, Style, Name, three margins and Effect precede the text of an event. */
  private static final int FIELDS_OF_EVENT = 9;

  private static final long FOR_EVER = 0xffff_ffffL;

  private final AVCodecContext context;
  private final AVSubtitle subtitle = new AVSubtitle();
  private final IntPointer gotOne = new IntPointer(1);
  private long errors;

  /**
   * Content of one packet.
   *
   * @param delayMillis from the packet's time on
   * @param displayMillis duration from the packet's time on; 0 if not declared
   * @param texts in ASS
   */
  record Event(long delayMillis, long displayMillis, List<String> texts) {}

  private SubtitleDecoder(AVCodecContext context) {
    this.context = context;
  }

  /**
   * Opens the decoder of a stream.
   *
   * @throws BadSourceException if there is none for its codec
   * @throws FfmpegException if it does not open
   */
  static SubtitleDecoder open(AVStream stream) {
    AVCodec codec = avcodec_find_decoder(stream.codecpar().codec_id());
    if (codec == null) {
      throw new BadSourceException("There is no decoder for " + StreamProperties.codecName(stream));
    }
    return new SubtitleDecoder(Decoder.openContext(stream, codec));
  }

  /** Decodes a packet; a damaged one gives no text. */
  Event decode(NativePacket packet) {
    int result = avcodec_decode_subtitle2(context, subtitle, gotOne, packet.get());
    if (result < 0) {
      if (result == AvError.ENOMEM) {
        FfmpegException.check("avcodec_decode_subtitle2", result);
      }
      errors++;
      return new Event(0, 0, List.of());
    }
    if (gotOne.get() == 0) {
      return new Event(0, 0, List.of());
    }
    try {
      long end = Integer.toUnsignedLong(subtitle.end_display_time());
      return new Event(
          Integer.toUnsignedLong(subtitle.start_display_time()),
          end == FOR_EVER ? 0 : end,
          texts());
    } finally {
      avsubtitle_free(subtitle);
    }
  }

  private List<String> texts() {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < subtitle.num_rects(); i++) {
      AVSubtitleRect rect = subtitle.rects(i);
      if (rect.ass() != null) {
        String[] fields = rect.ass().getString(StandardCharsets.UTF_8).split(",", FIELDS_OF_EVENT);
        texts.add(fields[fields.length - 1]);
      }
    }
    return texts;
  }

  /** Number of packets so far that could not be decoded. */
  long errors() {
    return errors;
  }

  @Override
  public void close() {
    gotOne.close();
    subtitle.close();
    avcodec_free_context(context);
  }
}
