package io.framemill.worker.media.libav;

import static org.bytedeco.ffmpeg.global.avutil.av_dict_count;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_get;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;

import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVDictionaryEntry;
import org.bytedeco.ffmpeg.global.avutil;

/** Owns one {@code AVDictionary} of options for an open call. Not thread-safe. */
public final class NativeOptions implements AutoCloseable {
  private final AVDictionary dictionary = new AVDictionary(null);

  /** Sets an option by its name in libav, replacing an earlier value; returns this. */
  public NativeOptions set(String key, String value) {
    FfmpegException.check("av_dict_set " + key, av_dict_set(dictionary, key, value, 0));
    return this;
  }

  /** Sets a numeric option; returns this. */
  public NativeOptions set(String key, long value) {
    return set(key, Long.toString(value));
  }

  /** The dictionary, valid until {@link #close()}: libav removes the options that it has used. */
  public AVDictionary get() {
    return dictionary;
  }

  /**
   * Requires that libav has used all options: it silently leaves unknown ones in the dictionary.
   *
   * @throws IllegalArgumentException if an option was not used
   */
  public void requireAllTaken(String by) {
    if (av_dict_count(dictionary) > 0) {
      AVDictionaryEntry first = av_dict_get(dictionary, "", null, avutil.AV_DICT_IGNORE_SUFFIX);
      throw new IllegalArgumentException(
          by + " does not know the option " + first.key().getString());
    }
  }

  @Override
  public void close() {
    av_dict_free(dictionary);
  }
}
