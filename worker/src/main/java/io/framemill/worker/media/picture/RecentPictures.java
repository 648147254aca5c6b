package io.framemill.worker.media.picture;

import io.framemill.worker.media.libav.NativeFrame;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * References to the last contiguous pictures, for deinterlacing, frame rate conversion, and the
 * last picture of a source. Not thread-safe.
 */
final class RecentPictures implements AutoCloseable {
  private final int capacity;
  private final List<NativeFrame> pictures = new ArrayList<>();
  private long fromPts = Long.MIN_VALUE;

  RecentPictures(int capacity) {
    this.capacity = capacity;
  }

  /** Excludes pictures before a time, which are incomplete or decoded wrongly. */
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
   * One of the pictures; null if it is unknown.
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
