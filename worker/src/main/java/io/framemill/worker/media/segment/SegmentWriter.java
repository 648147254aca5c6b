package io.framemill.worker.media.segment;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_move_ref;

import io.framemill.protocol.media.TrackClock;
import io.framemill.protocol.rendition.EncodedSegment;
import io.framemill.worker.media.libav.Encoder;
import io.framemill.worker.media.libav.NativePacket;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVPacket;

/**
 * Collects the packets of a track by segment and writes each segment when the next one starts,
 * because its DTS and its end are known only then. Not thread-safe.
 */
public final class SegmentWriter implements AutoCloseable {
  private final TrackDirectory directory;
  private final TrackClock clock;
  private final long decodeLead;
  private final SegmentMuxer muxer;
  private final byte[] init;
  private final List<NativePacket> packets = new ArrayList<>();
  private final List<EncodedSegment> written = new ArrayList<>();
  private int number;

  /**
   * Opens a track and writes its init segment.
   *
   * @param decodeLead track ticks from DTS to PTS without reordering
   */
  public SegmentWriter(
      TrackDirectory directory, TrackClock clock, long decodeLead, Encoder encoder) {
    this.directory = directory;
    this.clock = clock;
    this.decodeLead = decodeLead;
    ByteArrayOutputStream header = new ByteArrayOutputStream();
    this.muxer =
        SegmentMuxer.open(
            encoder,
            clock,
            content -> {
              byte[] bytes = new byte[content.remaining()];
              content.duplicate().get(bytes);
              header.writeBytes(bytes);
              directory.writeInit(content);
            });
    this.init = header.toByteArray();
  }

  /** The init segment, for reading. */
  public ByteBuffer init() {
    return ByteBuffer.wrap(init).asReadOnlyBuffer();
  }

  /** Lower-case hex digest of the init segment. */
  public String initSha256() {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(init));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JRE has SHA-256", e);
    }
  }

  /** The segments written so far. */
  public List<EncodedSegment> written() {
    return List.copyOf(written);
  }

  /**
   * Adds the next packet in decode order, and takes over its content.
   *
   * @param packet its {@code pts} in ticks of the clock's time base since the programme's origin
   * @param segment the segment it belongs to; not less than that of the previous packet
   */
  public void add(NativePacket packet, int segment) {
    if (segment != number) {
      startSegment(packet, segment);
    }
    NativePacket kept = NativePacket.allocate();
    packets.add(kept);
    av_packet_move_ref(kept.get(), packet.get());
  }

  private void startSegment(NativePacket first, int segment) {
    if (segment < number || !first.isKeyFrame()) {
      throw new IllegalStateException(
          "The encoder did not start segment " + segment + " with a key frame");
    }
    if (number > 0) {
      writeSegment(first.get().pts());
    }
    number = segment;
  }

  /**
   * Writes the last segment.
   *
   * @param endPts its end, in ticks since the origin, exclusive
   */
  public void finish(long endPts) {
    if (number > 0) {
      writeSegment(endPts);
    }
  }

  private void writeSegment(long endPts) {
    long startPts = packets.get(0).get().pts();
    stamp(endPts);
    for (NativePacket packet : packets) {
      muxer.write(packet.get());
    }
    muxer.endFragment(fragment -> written.add(publish(fragment, startPts, endPts)));
    clear();
  }

  private void stamp(long endPts) {
    long[] times = packets.stream().mapToLong(p -> decodeTime(p.get().pts())).toArray();
    long[] decode = DecodeTimes.of(times, decodeLead);
    for (int i = 0; i < decode.length; i++) {
      AVPacket packet = packets.get(i).get();
      long next = i + 1 < decode.length ? decode[i + 1] : decodeTime(endPts);
      packet.pts(clock.presentationTime(packet.pts()));
      packet.dts(decode[i]);
      packet.duration(next - decode[i]);
    }
  }

  /** DTS of a packet without reordering, in track ticks. */
  private long decodeTime(long ticks) {
    return clock.presentationTime(ticks) - decodeLead;
  }

  private EncodedSegment publish(ByteBuffer fragment, long startPts, long endPts) {
    EncodedSegment segment =
        new EncodedSegment(number, fragment.remaining(), packets.size(), startPts, endPts);
    directory.writeSegment(number, fragment);
    return segment;
  }

  private void clear() {
    packets.forEach(NativePacket::close);
    packets.clear();
  }

  @Override
  public void close() {
    clear();
    muxer.close();
  }
}
