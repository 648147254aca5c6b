package io.framemill.worker.media.libav;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_KEY;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_get_side_data;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;

import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.SizeTPointer;
import org.jspecify.annotations.Nullable;

/** Owns one {@code AVPacket} and frees it on {@link #close()}. Not thread-safe. */
public final class NativePacket implements AutoCloseable {
  private @Nullable AVPacket packet;

  private NativePacket(AVPacket packet) {
    this.packet = packet;
  }

  /** An empty packet, which the caller closes. */
  public static NativePacket allocate() {
    return new NativePacket(FfmpegException.checkAllocated("av_packet_alloc", av_packet_alloc()));
  }

  /**
   * The packet, valid until {@link #close()}.
   *
   * @throws IllegalStateException once closed
   */
  public AVPacket get() {
    if (packet == null) {
      throw new IllegalStateException("packet is closed");
    }
    return packet;
  }

  /** Whether decoding can start with it. */
  public boolean isKeyFrame() {
    return (get().flags() & AV_PKT_FLAG_KEY) != 0;
  }

  /** Its PTS, else its DTS; {@code AV_NOPTS_VALUE} without both. */
  public long ptsOrDts() {
    long pts = get().pts();
    return pts == AV_NOPTS_VALUE ? get().dts() : pts;
  }

  /**
   * Side data of the packet; its capacity is the number of bytes.
   *
   * @param type {@code AV_PKT_DATA_...}
   * @return null if there is none of that type; valid as long as the data of the packet
   */
  public @Nullable BytePointer sideData(int type) {
    if (get().side_data_elems() == 0) {
      return null;
    }
    // Packets of MPEG-TS have several elements of another type.
    BytePointer data = av_packet_get_side_data(get(), type, (SizeTPointer) null);
    if (data == null) {
      return null;
    }
    try (SizeTPointer size = new SizeTPointer(1)) {
      av_packet_get_side_data(get(), type, size);
      return data.capacity(size.get());
    }
  }

  /** Releases the data in it; the packet itself can be reused. */
  public void clear() {
    av_packet_unref(get());
  }

  @Override
  public void close() {
    if (packet != null) {
      av_packet_free(packet);
      packet = null;
    }
  }
}
