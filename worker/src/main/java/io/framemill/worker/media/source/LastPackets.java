package io.framemill.worker.media.source;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_move_ref;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;

import io.framemill.worker.limits.SourceLimits;
import io.framemill.worker.media.failure.TranscodeException;
import io.framemill.worker.media.libav.NativePacket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Recovers the last packets of an MPEG-TS stream before another stream replaces it, which
 * libavformat holds back until the end of the file. Tracks the last packet read, and reads the
 * later ones again from the file. Not thread-safe.
 */
final class LastPackets {
  private static final Logger log = LoggerFactory.getLogger(LastPackets.class);

  /** Certainly contains the last packets and a programme map before them. */
  private static final long MAX_BYTES = 1 << 22;

  private static final long WRAP_TICKS = 1L << 33;

  private long lastDts = AV_NOPTS_VALUE;
  private int packetsSince;

  /** Records a packet with its time in the file. */
  void add(AVPacket packet) {
    packetsSince++;
    long dts = packet.dts();
    if (dts != AV_NOPTS_VALUE) {
      lastDts = dts;
      packetsSince = 0;
    }
  }

  /**
   * Reads the packets after the recorded ones; the caller closes them.
   *
   * @param pid the stream's in the transport stream
   * @param end byte offset at which the replacing stream starts
   */
  List<NativePacket> before(Path source, int pid, long end) {
    List<NativePacket> found = new ArrayList<>();
    if (lastDts == AV_NOPTS_VALUE || end <= 0) {
      return found;
    }
    long from = Math.max(0, end - MAX_BYTES);
    try (Demuxer part = Demuxer.openPart(source, from, end, SourceLimits.MAX_STREAMS);
        NativePacket packet = NativePacket.allocate()) {
      long shift = 0;
      int toSkip = -1;
      while (part.readUncorrected(packet)) {
        if (part.get().streams(packet.get().stream_index()).id() == pid) {
          long dts = packet.get().dts();
          if (dts != AV_NOPTS_VALUE && (dts - lastDts) % WRAP_TICKS == 0) {
            // The same time may occur earlier, in another recording: the last one counts.
            found.forEach(NativePacket::close);
            found.clear();
            shift = lastDts - dts;
            toSkip = packetsSince;
          } else if (toSkip > 0) {
            toSkip--;
          } else if (toSkip == 0) {
            found.add(moved(packet, shift));
          }
        }
        packet.clear();
      }
    } catch (TranscodeException e) {
      log.warn("Looking for the last packets before byte {} failed", end, e);
    }
    return found;
  }

  private static NativePacket moved(NativePacket packet, long shift) {
    NativePacket result = NativePacket.allocate();
    av_packet_move_ref(result.get(), packet.get());
    AVPacket times = result.get();
    times.pts(times.pts() == AV_NOPTS_VALUE ? AV_NOPTS_VALUE : times.pts() + shift);
    times.dts(times.dts() == AV_NOPTS_VALUE ? AV_NOPTS_VALUE : times.dts() + shift);
    times.pos(-1);
    return result;
  }
}
