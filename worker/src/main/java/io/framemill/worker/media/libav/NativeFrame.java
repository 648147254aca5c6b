package io.framemill.worker.media.libav;

import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_ref;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;

import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.jspecify.annotations.Nullable;

/** Owns one {@code AVFrame} and frees it on {@link #close()}. Not thread-safe. */
public final class NativeFrame implements AutoCloseable {
  private @Nullable AVFrame frame;

  private NativeFrame(AVFrame frame) {
    this.frame = frame;
  }

  /** An empty frame, which the caller closes. */
  public static NativeFrame allocate() {
    return new NativeFrame(FfmpegException.checkAllocated("av_frame_alloc", av_frame_alloc()));
  }

  /** A frame with a reference to the data of another one; the caller closes it. */
  public static NativeFrame referenceTo(NativeFrame other) {
    NativeFrame reference = allocate();
    FfmpegException.check("av_frame_ref", av_frame_ref(reference.get(), other.get()));
    return reference;
  }

  /**
   * The frame, valid until {@link #close()}.
   *
   * @throws IllegalStateException once closed
   */
  public AVFrame get() {
    if (frame == null) {
      throw new IllegalStateException("frame is closed");
    }
    return frame;
  }

  /** Releases the picture or sound in it; the frame itself can be reused. */
  public void clear() {
    av_frame_unref(get());
  }

  @Override
  public void close() {
    if (frame != null) {
      av_frame_free(frame);
      frame = null;
    }
  }
}
