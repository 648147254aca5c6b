package io.framemill.worker.media.picture;

import io.framemill.worker.media.libav.NativeFrame;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The last pictures of a row without a gap, by reference, for what looks back: deinterlacing, a
 * constant frame rate, the last picture of a source. Not thread-safe.
 */
final class RecentPictures implements AutoCloseable {
  private final int capacity;
  private final List<NativeFrame> pictures = new ArrayList<>();
  private long fromPts = Long.MIN_VALUE;

  RecentPictures(int capacity) {
    this.capacity = capacity;
  }

  /** Tells that earlier pictures are not all decoded, or not rightly: they are not kept. */
  void keepFrom(long pts) {
    fromPts = pts;
  }

  void add(NativeFrame picture) {
    if (picture.get().pts() < fromPts) {
      return;
    }
    if (pictures.size() == capacity) {
      pictures.remove(0).close();
    }
    pictures.add(NativeFrame.referenceTo(picture));
  }

  int size() {
    return pictures.size();
  }

  /**
   * One of the pictures; null if it is not known.
   *
   * @param back 0 for the last one, 1 for the one before it
   */
  @Nullable NativeFrame get(int back) {
    return back < pictures.size() ? pictures.get(pictures.size() - 1 - back) : null;
  }

  @Override
  public void close() {
    pictures.forEach(NativeFrame::close);
    pictures.clear();
  }
}
