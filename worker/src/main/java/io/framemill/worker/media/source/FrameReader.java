package io.framemill.worker.media.source;

import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;

import io.framemill.worker.media.failure.TranscodeException;
import io.framemill.worker.media.libav.FfmpegException;
import io.framemill.worker.media.libav.NativeFrame;
import io.framemill.worker.media.libav.NativePacket;
import java.nio.file.Path;
import java.util.function.LongConsumer;
import org.bytedeco.ffmpeg.avformat.AVStream;

/**
 * Reads and decodes one stream of a source. If the codec changes within the stream, as in a
 * concatenated transport stream, a new decoder takes over. Not thread-safe.
 */
public final class FrameReader implements AutoCloseable {
  private final Demuxer demuxer;
  private final int streamIndex;
  private final NativePacket packet;
  private Decoder decoder;
  private LongConsumer errorListener = time -> {};
  private long errorsBefore;
  private boolean codecChanges;
  private int link;
  private long wantedFromPts = Long.MIN_VALUE;
  private boolean sourceEnded;

  private FrameReader(Demuxer demuxer, int streamIndex, Decoder decoder, NativePacket packet) {
    this.demuxer = demuxer;
    this.streamIndex = streamIndex;
    this.decoder = decoder;
    this.packet = packet;
  }

  /**
   * Opens a stream of a source at its start.
   *
   * @throws TranscodeException if the source or its decoder does not open
   */
  public static FrameReader open(Path source, int streamIndex) {
    Demuxer demuxer = Demuxer.open(source);
    try {
      AVStream stream = demuxer.stream(streamIndex);
      demuxer.keepOnly(streamIndex);
      return new FrameReader(demuxer, streamIndex, Decoder.open(stream), NativePacket.allocate());
    } catch (RuntimeException e) {
      demuxer.close();
      throw e;
    }
  }

  /** The demuxer, for seeking before the first {@link #next}. */
  public Demuxer demuxer() {
    return demuxer;
  }

  /** The stream that is decoded, valid until {@link #close()}. */
  public AVStream stream() {
    return demuxer.stream(streamIndex);
  }

  /** As {@link Decoder#onError}. */
  public void onError(LongConsumer listener) {
    errorListener = listener;
    decoder.onError(listener);
  }

  /** Whether {@link #skipUnreferencedBefore} has any effect. */
  public boolean canSkipUnreferenced() {
    return decoder.canSkipUnreferenced();
  }

  /**
   * Skips non-reference pictures before a time, if the codec marks them.
   *
   * @param pts in ticks of the stream
   */
  public void skipUnreferencedBefore(long pts) {
    wantedFromPts = pts;
  }

  /** Number of packets so far that could not be decoded. */
  public long decodeErrors() {
    return errorsBefore + decoder.errors();
  }

  /**
   * Decodes the next frame into {@code frame}.
   *
   * @return false at the end of the stream
   * @throws FfmpegException if the source cannot be read
   */
  public boolean next(NativeFrame frame) {
    while (!decoder.receive(frame)) {
      if (codecChanges) {
        changeDecoder();
      } else if (sourceEnded) {
        return false;
      } else {
        sendNextPacket();
      }
    }
    return true;
  }

  private void sendNextPacket() {
    while (demuxer.read(packet)) {
      // An empty packet of Theora repeats the previous picture, and is not valid input for a
      // decoder.
      if (packet.get().stream_index() == streamIndex && packet.get().size() > 0) {
        if (demuxer.link() == link && decoder.fits(demuxer.packetStream())) {
          send();
          return;
        }
        if (Decoder.exists(demuxer.packetStream())) {
          codecChanges = true;
          decoder.send(null);
          return;
        }
      }
    }
    sourceEnded = true;
    decoder.send(null);
  }

  private void send() {
    long pts = packet.get().pts();
    decoder.skipUnreferenced(pts != AV_NOPTS_VALUE && pts < wantedFromPts);
    decoder.send(packet);
  }

  /** Called once all frames of the old decoder are received. */
  private void changeDecoder() {
    codecChanges = false;
    link = demuxer.link();
    errorsBefore += decoder.errors();
    decoder.close();
    decoder = Decoder.open(demuxer.packetStream(), stream());
    decoder.onError(errorListener);
    send();
  }

  @Override
  public void close() {
    packet.close();
    decoder.close();
    demuxer.close();
  }
}
