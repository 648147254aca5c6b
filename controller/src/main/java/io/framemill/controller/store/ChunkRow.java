package io.framemill.controller.store;

import io.framemill.protocol.Attempt;
import io.framemill.protocol.EncodeVideo;
import io.framemill.protocol.Task;
import io.framemill.protocol.media.SeekPoint;
import java.util.List;

/**
 * In what a chunk differs from others of its film: a film has thousands, and the ladder and the
 * time line in each of them would be most of what is written and read.
 */
record ChunkRow(int firstSegment, int segmentCount, List<SeekPoint> seekPoints) {
  private static final String ANY = "any";

  /** Of a task that encodes a chunk. */
  static ChunkRow of(Task task) {
    EncodeVideo.Chunk chunk = ((EncodeVideo) task).chunk();
    return new ChunkRow(chunk.firstSegment(), chunk.segmentCount(), chunk.seekPoints());
  }

  /** The same for all chunks that differ only in this; of no other use. */
  static Task common(EncodeVideo chunk) {
    Attempt any = new Attempt(chunk.attempt().job(), ANY, 1);
    return new ChunkRow(1, 1, List.of()).toTask(chunk).withAttempt(any);
  }

  /** The chunk that differs from another of the same film in this. */
  EncodeVideo toTask(EncodeVideo other) {
    boolean seekByBytes = other.chunk().seekByBytes();
    return other.withChunk(
        new EncodeVideo.Chunk(firstSegment, segmentCount, seekByBytes, seekPoints));
  }
}
