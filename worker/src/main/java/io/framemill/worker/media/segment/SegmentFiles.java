package io.framemill.worker.media.segment;

import io.framemill.protocol.media.Timeline;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.NavigableSet;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads init segment and segments of one rendition as one stream. Not thread-safe. */
public final class SegmentFiles implements AutoCloseable {
  private final Deque<Path> left = new ArrayDeque<>();
  private @Nullable FileChannel channel;

  /**
   * Finds the segments; numbers without a file are skipped.
   *
   * @param directory the rendition's
   */
  public SegmentFiles(Path directory, Timeline timeline) {
    this(directory, existing(directory, timeline));
  }

  /**
   * Uses a set of segments.
   *
   * @param directory the rendition's
   * @param numbers their numbers; all exist
   */
  public SegmentFiles(Path directory, SortedSet<Integer> numbers) {
    TrackDirectory track = TrackDirectory.at(directory);
    numbers.forEach(number -> left.add(track.segment(number)));
    if (!left.isEmpty()) {
      left.addFirst(track.init());
    }
  }

  /** Numbers of the segments that exist. */
  public static NavigableSet<Integer> existing(Path directory, Timeline timeline) {
    TrackDirectory track = TrackDirectory.at(directory);
    NavigableSet<Integer> numbers = new TreeSet<>();
    for (int number = 1; number <= timeline.segmentCount(); number++) {
      if (Files.exists(track.segment(number))) {
        numbers.add(number);
      }
    }
    return numbers;
  }

  /** Whether there is no segment at all. */
  public boolean isEmpty() {
    return left.isEmpty();
  }

  /**
   * Reads the next bytes.
   *
   * @return the number of bytes, at least 1; -1 at the end of the last segment
   */
  int read(ByteBuffer into) throws IOException {
    while (true) {
      if (channel == null) {
        Path next = left.poll();
        if (next == null) {
          return -1;
        }
        channel = FileChannel.open(next);
      }
      int count = channel.read(into);
      if (count > 0) {
        return count;
      }
      close();
    }
  }

  @Override
  public void close() throws IOException {
    if (channel != null) {
      channel.close();
      channel = null;
    }
  }
}
