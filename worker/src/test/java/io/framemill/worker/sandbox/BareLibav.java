package io.framemill.worker.sandbox;

import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_find_stream_info;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;

import io.framemill.worker.media.libav.Libav;
import java.nio.file.Path;
import java.util.Map;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.javacpp.PointerPointer;

/** Opens files as a program does that thinks no harm of them. */
final class BareLibav {
  private BareLibav() {}

  /** Opens a file and looks into its streams; what comes of it is of no interest. */
  static void open(Path file, Map<String, String> options) {
    Libav.load();
    AVDictionary dictionary = new AVDictionary(null);
    options.forEach((name, value) -> av_dict_set(dictionary, name, value, 0));
    AVFormatContext context = new AVFormatContext(null);
    if (avformat_open_input(context, file.toString(), null, dictionary) >= 0) {
      avformat_find_stream_info(context, (PointerPointer<?>) null);
      avformat_close_input(context);
    }
  }
}
