package io.framemill.controller.store;

import io.framemill.protocol.Attempt;
import io.framemill.protocol.EncodeVideo;
import io.framemill.protocol.Task;
import io.framemill.protocol.media.SeekPoint;
import java.util.List;

/**
 * The part of a chunk's task that differs from other chunks of the same film: a film has thousands,
 * and the ladder and the timeline in each would be most of the data written and read.
 */
record ChunkRow(int firstSegment, int segmentCount, List<SeekPoint> seekPoints) {
  private static final String ANY = "any";

  /** Extracts the row of a task that encodes a chunk. */
  static ChunkRow of(Task task) {
    EncodeVideo.Chunk chunk = ((EncodeVideo) task).chunk();
    return new ChunkRow(chunk.firstSegment(), chunk.segmentCount(), chunk.seekPoints());
  }

  /** The part that all chunks of a film share, as a task that must not be run. */
  static Task common(EncodeVideo chunk) {
    Attempt any = new Attempt(chunk.attempt().job(), ANY, 1);
    return new ChunkRow(1, 1, List.of()).toTask(chunk).withAttempt(any);
  }

  /** Combines this row with another chunk of the same film. */
  EncodeVideo toTask(EncodeVideo other) {
    boolean seekByBytes = other.chunk().seekByBytes();
    return other.withChunk(
        new EncodeVideo.Chunk(firstSegment, segmentCount, seekByBytes, seekPoints));
  }
}
