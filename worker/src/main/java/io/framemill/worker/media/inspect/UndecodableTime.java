package io.framemill.worker.media.inspect;

import io.framemill.worker.media.libav.NativePacket;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Sums the durations of parts of a stream whose codec has no decoder, in ticks of the stream. Not
 * thread-safe.
 */
final class UndecodableTime {
  private final Map<String, Long> ticks = new LinkedHashMap<>();
  private PacketSpan part = new PacketSpan();
  private String codec = "";

  /** Starts another part, and ends the previous one. */
  void begin(String codecName) {
    end();
    codec = codecName;
  }

  /** Adds a packet of the part. */
  void add(NativePacket packet) {
    part.addIfTimed(packet.ptsOrDts(), packet.get().duration());
  }

  /** Ends the part: the next packets can be decoded. */
  void end() {
    if (part.hasTimes()) {
      ticks.merge(codec, part.endPts(0) - part.firstPts(), Long::sum);
    }
    part = new PacketSpan();
  }

  /** Durations of ended parts, by libavcodec's name of the codec. */
  Map<String, Long> ticksByCodec() {
    return ticks;
  }
}
