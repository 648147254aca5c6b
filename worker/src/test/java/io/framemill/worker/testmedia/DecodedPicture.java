package io.framemill.worker.testmedia;

import io.framemill.worker.media.libav.NativeFrame;
import io.framemill.worker.media.source.FrameReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/**
 * The pixels of a yuv420p picture.
 *
 * @param planes Y, U and V, row by row
 */
public record DecodedPicture(int width, int height, List<byte[]> planes) {
  /** All pictures of a file's first stream. */
  public static List<DecodedPicture> of(Path file) {
    List<DecodedPicture> pictures = new ArrayList<>();
    try (FrameReader reader = FrameReader.open(file, 0);
        NativeFrame frame = NativeFrame.allocate()) {
      while (reader.next(frame)) {
        pictures.add(of(frame.get()));
      }
    }
    return pictures;
  }

  private static DecodedPicture of(AVFrame frame) {
    List<byte[]> planes = new ArrayList<>();
    for (int plane = 0; plane < 3; plane++) {
      int shift = plane == 0 ? 0 : 1;
      int width = (frame.width() + shift) >> shift;
      int height = (frame.height() + shift) >> shift;
      byte[] pixels = new byte[width * height];
      for (int y = 0; y < height; y++) {
        frame.data(plane).position((long) y * frame.linesize(plane)).get(pixels, y * width, width);
      }
      frame.data(plane).position(0);
      planes.add(pixels);
    }
    return new DecodedPicture(frame.width(), frame.height(), planes);
  }

  /** Brightness of a pixel, 0 to 255. */
  public int luma(int x, int y) {
    return planes.get(0)[y * width + x] & 0xff;
  }

  /** The blue difference of a pair of pixels in two rows, 0 to 255. */
  public int blue(int pairX, int pairY) {
    return planes.get(1)[pairY * ((width + 1) / 2) + pairX] & 0xff;
  }

  /** The number that {@link TestClip} drew, if it drew into that part of the picture. */
  public int number(int left, int top, int partWidth, int partHeight) {
    return CounterPicture.read(partWidth, partHeight, (x, y) -> luma(left + x, top + y));
  }
}
