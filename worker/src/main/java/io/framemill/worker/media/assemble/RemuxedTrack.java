package io.framemill.worker.media.assemble;

import io.framemill.protocol.media.Rational;
import io.framemill.worker.media.libav.AvRational;
import io.framemill.worker.media.libav.NativePacket;
import io.framemill.worker.media.segment.SegmentReader;
import java.math.RoundingMode;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.jspecify.annotations.Nullable;

/** One track that is remuxed from its segments into a file, packet by packet. Not thread-safe. */
final class RemuxedTrack implements AutoCloseable {
  private static final Rational NANOSECOND = new Rational(1, 1_000_000_000);

  private final SegmentReader reader;
  private final @Nullable String language;
  private final Rational tick;
  private final long lead;
  private final long firstWait;
  private final long decodeLead;
  private final NativePacket next = NativePacket.allocate();
  private boolean hasNext;
  private int number;
  private long packets;
  private long end;

  /**
   * Opens the track and reads the first packet.
   *
   * @param reader closed with this track
   * @param language ISO 639-2 code, or null
   * @param lead ticks to subtract from PTS
   * @param decodeLead ticks to subtract from DTS
   */
  RemuxedTrack(SegmentReader reader, @Nullable String language, long lead, long decodeLead) {
    this.reader = reader;
    this.language = language;
    this.tick = AvRational.toRational(reader.stream().time_base());
    this.lead = lead;
    this.decodeLead = decodeLead;
    this.hasNext = reader.read(next);
    // The first packet is never reordered: the distance of its PTS and DTS is the delay without
    // reordering.
    this.firstWait = hasNext ? next.get().pts() - next.get().dts() : 0;
  }

  /** Adds the track to the file. */
  void addTo(Mp4Writer writer) {
    number = writer.addTrack(reader.stream(), language);
  }

  boolean hasNext() {
    return hasNext;
  }

  /** DTS of the next packet in the file, in nanoseconds. */
  long nextNanos() {
    return tick.rescale(next.get().dts() - decodeLead, NANOSECOND, RoundingMode.FLOOR);
  }

  /** Writes the next packet and reads the one after it. */
  void writeNext(Mp4Writer writer) {
    AVPacket packet = next.get();
    end = packet.dts() + packet.duration() + firstWait - lead;
    packets++;
    packet.pts(packet.pts() - lead);
    packet.dts(packet.dts() - decodeLead);
    writer.write(packet, number);
    hasNext = reader.read(next);
  }

  /** Number of packets written. */
  long packets() {
    return packets;
  }

  /** End of the presentation of the packets written so far, in ticks of the file. */
  long end() {
    return end;
  }

  @Override
  public void close() {
    next.close();
    reader.close();
  }
}
