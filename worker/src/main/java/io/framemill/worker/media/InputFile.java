package io.framemill.worker.media;

import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_INVALIDDATA;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.javacpp.BytePointer;

/** Opens a source as a local file in a known container, whatever its name and content ask for. */
final class InputFile {
  /**
   * Containers, named as libavformat does. Not here: playlists and scripts (hls, dash, concat,
   * ...), which make libavformat open further files and hosts; raw streams, which have no time
   * stamps.
   */
  private static final String FORMATS =
      "mov,matroska,mpegts,mpeg,avi,flv,live_flv,asf,ogg,mxf,gxf,dv,nut,ivf,wtv,rm,"
          + "wav,w64,aiff,au,caf,flac,mp3,aac,ac3,eac3,dts,truehd,amr,tta,wv,ape";

  private InputFile() {}

  /**
   * Opens a file; the caller closes the context.
   *
   * @throws BadSourceException if it is empty or not media in an accepted format
   */
  static AVFormatContext open(Path source) {
    if (sizeOf(source) == 0) {
      throw new BadSourceException(nameOf(source) + " is empty");
    }
    // The prefix keeps a name such as "http:a.mp4" or "concat:b" a name. As bytes, because a String
    // would go through the platform's default charset.
    String url = "file:" + source.toAbsolutePath();
    AVFormatContext context = new AVFormatContext(null);
    try (BytePointer nativeUrl = new BytePointer(url, StandardCharsets.UTF_8);
        NativeOptions options =
            new NativeOptions()
                .set("protocol_whitelist", "file")
                .set("format_whitelist", FORMATS)) {
      int result = avformat_open_input(context, nativeUrl, null, options.get());
      if (result < 0) {
        throw unreadable(source, result);
      }
      return context;
    }
  }

  /** What to say of a source that libavformat does not open. */
  static TranscodeException unreadable(Path source, int code) {
    return switch (AvError.kindOfOpening(code)) {
      case TRANSIENT -> new SourceAccessException(source, AvError.describe(code));
      case INTERNAL -> FfmpegException.of("Opening " + nameOf(source), code);
      case BAD_INPUT -> {
        String why =
            code == AVERROR_INVALIDDATA ? AvError.describe(code) : "its format is not supported";
        yield new BadSourceException(
            nameOf(source) + " is not a media file that can be read (" + why + ")");
      }
    };
  }

  static String nameOf(Path source) {
    Path name = source.getFileName();
    return name == null ? source.toString() : name.toString();
  }

  /**
   * The size of a source in bytes.
   *
   * @throws SourceAccessException if it cannot be reached
   */
  static long sizeOf(Path source) {
    try {
      return Files.size(source);
    } catch (IOException e) {
      throw new SourceAccessException(source, e);
    }
  }
}
