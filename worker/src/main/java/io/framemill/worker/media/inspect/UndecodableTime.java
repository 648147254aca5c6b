package io.framemill.worker.media.inspect;

import io.framemill.worker.media.libav.NativePacket;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Adds up how long those parts of a stream last whose codec has no decoder, in ticks of the stream.
 * Not thread-safe.
 */
final class UndecodableTime {
  private final Map<String, Long> ticks = new LinkedHashMap<>();
  private PacketSpan part = new PacketSpan();
  private String codec = "";

  /** Begins another part, and ends the one before. */
  void begin(String codecName) {
    end();
    codec = codecName;
  }

  /** Takes in a packet of the part. */
  void add(NativePacket packet) {
    part.addIfTimed(packet.ptsOrDts(), packet.get().duration());
  }

  /** Ends the part: what follows can be decoded. */
  void end() {
    if (part.hasTimes()) {
      ticks.merge(codec, part.endPts(0) - part.firstPts(), Long::sum);
    }
    part = new PacketSpan();
  }

  /** What ended so far, by libavcodec's name of the codec. */
  Map<String, Long> ticksByCodec() {
    return ticks;
  }
}
