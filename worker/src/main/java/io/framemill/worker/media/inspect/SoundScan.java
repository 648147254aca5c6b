package io.framemill.worker.media.inspect;

import io.framemill.worker.media.libav.NativePacket;
import io.framemill.worker.media.source.Decoder;
import org.bytedeco.ffmpeg.avformat.AVStream;

/** Looks at a stream of sound. Not thread-safe. */
final class SoundScan extends StreamScan {
  private final SoundDuration duration = new SoundDuration();

  SoundScan(AVStream stream, Decoder decoder) {
    super(stream, decoder, 1);
  }

  @Override
  void count(NativePacket packet, AVStream from) {
    duration.add(packet);
  }

  /** How long the sound in all packets lasts; only if {@link #hasFrames}. */
  long soundTicks() {
    return duration.ticks(firstFrame(), timeBase());
  }
}
