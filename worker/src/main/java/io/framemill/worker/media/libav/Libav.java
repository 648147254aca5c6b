package io.framemill.worker.media.libav;

import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avfilter;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swresample;
import org.bytedeco.ffmpeg.global.swscale;
import org.bytedeco.javacpp.Loader;

/**
 * Loads the native libraries that depend on the C library only. libavdevice is not loaded: it
 * requires audio and X11 libraries of the system, which servers do not have.
 */
public final class Libav {
  private Libav() {}

  /**
   * Loads the libraries once, and redirects their log.
   *
   * @throws UnsatisfiedLinkError if there are none for this platform
   */
  public static void load() {
    Loader.load(avutil.class);
    Loader.load(swresample.class);
    Loader.load(swscale.class);
    Loader.load(avcodec.class);
    Loader.load(avformat.class);
    Loader.load(avfilter.class);
    LibavLog.install();
  }
}
