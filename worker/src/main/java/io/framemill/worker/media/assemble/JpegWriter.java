package io.framemill.worker.media.assemble;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_BITEXACT;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_QSCALE;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_JPEG;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.FF_QP2LAMBDA;

import io.framemill.protocol.media.Rational;
import io.framemill.protocol.storage.AtomicFile;
import io.framemill.worker.media.failure.OutputException;
import io.framemill.worker.media.libav.AvRational;
import io.framemill.worker.media.libav.Encoder;
import io.framemill.worker.media.libav.NativeFrame;
import io.framemill.worker.media.libav.NativeOptions;
import io.framemill.worker.media.libav.NativePacket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** Writes pictures of one size as JPEG files. Not thread-safe. */
final class JpegWriter implements AutoCloseable {
  /** Quantizer of 1 to 31, lower is better; 3 is hard to tell from the original. */
  private static final int QUALITY = 3;

  private final Encoder encoder;
  private final NativePacket packet = NativePacket.allocate();

  private JpegWriter(Encoder encoder) {
    this.encoder = encoder;
  }

  static JpegWriter open(int width, int height) {
    try (NativeOptions options = new NativeOptions()) {
      return new JpegWriter(
          Encoder.open(
              "mjpeg",
              context -> {
                context.width(width).height(height).pix_fmt(AV_PIX_FMT_YUV420P);
                context.color_range(AVCOL_RANGE_JPEG);
                context.sample_aspect_ratio(AvRational.toNative(new Rational(1, 1)));
                context.time_base(AvRational.toNative(new Rational(1, 1)));
                context.flags(context.flags() | AV_CODEC_FLAG_QSCALE | AV_CODEC_FLAG_BITEXACT);
                context.global_quality(QUALITY * FF_QP2LAMBDA);
              },
              options));
    }
  }

  /**
   * Writes a picture.
   *
   * @return size of the file
   */
  long write(NativeFrame picture, Path file) {
    picture.get().quality(QUALITY * FF_QP2LAMBDA);
    encoder.send(picture);
    if (!encoder.receive(packet)) {
      throw new IllegalStateException("The encoder mjpeg keeps a picture back");
    }
    ByteBuffer bytes = packet.get().data().capacity(packet.get().size()).asByteBuffer();
    try {
      AtomicFile.write(file, bytes);
    } catch (IOException e) {
      throw new OutputException(file, e);
    }
    return packet.get().size();
  }

  @Override
  public void close() {
    packet.close();
    encoder.close();
  }
}
