package io.framemill.worker.media.sound;

import static org.bytedeco.ffmpeg.global.avutil.av_audio_fifo_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_audio_fifo_free;
import static org.bytedeco.ffmpeg.global.avutil.av_audio_fifo_read;
import static org.bytedeco.ffmpeg.global.avutil.av_audio_fifo_size;
import static org.bytedeco.ffmpeg.global.avutil.av_audio_fifo_write;

import io.framemill.worker.media.libav.FfmpegException;
import io.framemill.worker.media.libav.NativeFrame;
import org.bytedeco.ffmpeg.avutil.AVAudioFifo;

/** Regroups samples into blocks: owns one {@code AVAudioFifo}. Not thread-safe. */
final class SampleFifo implements AutoCloseable {
  private final AVAudioFifo fifo;

  /**
   * @param sampleFormat libavutil's number
   */
  SampleFifo(int sampleFormat, int channels) {
    fifo =
        FfmpegException.checkAllocated(
            "av_audio_fifo_alloc", av_audio_fifo_alloc(sampleFormat, channels, 1));
  }

  /** Number of samples (of each channel). */
  int size() {
    return av_audio_fifo_size(fifo);
  }

  /** Adds a frame's samples. */
  void write(NativeFrame frame) {
    FfmpegException.check(
        "av_audio_fifo_write",
        av_audio_fifo_write(fifo, frame.get().extended_data(), frame.get().nb_samples()));
  }

  /** Moves samples into a frame that has space for them. */
  void read(NativeFrame frame, int samples) {
    FfmpegException.check(
        "av_audio_fifo_read", av_audio_fifo_read(fifo, frame.get().extended_data(), samples));
  }

  @Override
  public void close() {
    av_audio_fifo_free(fifo);
  }
}
