package io.framemill.worker.media.inspect;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_DISCARD;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;

import io.framemill.worker.media.libav.NativePacket;
import io.framemill.worker.media.source.Decoder;
import org.bytedeco.ffmpeg.avformat.AVStream;

/** Scans an audio stream. Not thread-safe. */
final class SoundScan extends StreamScan {
  private final SoundDuration duration = new SoundDuration();
  private final SoundEnd confirmed = new SoundEnd(timeBase());

  SoundScan(AVStream stream, Decoder decoder) {
    super(stream, decoder, 1);
  }

  @Override
  void count(NativePacket packet, AVStream from) {
    duration.add(packet);
  }

  @Override
  void measure(NativePacket packet) {
    super.measure(packet);
    long pts = packet.ptsOrDts();
    if (pts != AV_NOPTS_VALUE && (packet.get().flags() & AV_PKT_FLAG_DISCARD) == 0) {
      confirmed.add(pts, packet.get().duration());
    }
  }

  /** The latest time of a packet that {@linkplain SoundEnd others confirm}. */
  @Override
  long lastPts() {
    return Math.min(span().lastPts(), confirmed.orElse(span().lastPts()));
  }

  /** Total duration of all packets; only if {@link #hasFrames}. */
  long soundTicks() {
    return duration.ticks(firstFrame(), timeBase());
  }
}
