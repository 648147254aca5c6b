package io.framemill.worker.media.segment;

import io.framemill.protocol.rendition.OutputLayout;
import io.framemill.protocol.storage.AtomicFile;
import io.framemill.worker.media.failure.OutputException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** Init segment and media segments in the directory of one rendition. */
public final class TrackDirectory {
  private final Path directory;

  private TrackDirectory(Path directory) {
    this.directory = directory;
  }

  /**
   * Creates the directory if missing.
   *
   * @param output the job's output directory
   * @param path the rendition's directory below it, of {@link OutputLayout}
   * @throws OutputException if it cannot be made
   */
  public static TrackDirectory create(Path output, String path) {
    try {
      return new TrackDirectory(OutputTree.directory(output, path));
    } catch (IOException e) {
      throw new OutputException(output.resolve(path), e);
    }
  }

  /** An existing directory, for reading. */
  static TrackDirectory at(Path directory) {
    return new TrackDirectory(directory);
  }

  /** Path of the init segment. */
  Path init() {
    return directory.resolve(OutputLayout.INIT_SEGMENT);
  }

  /**
   * Path of a segment.
   *
   * @param number from 1
   */
  Path segment(int number) {
    return directory.resolve(OutputLayout.mediaSegment(number));
  }

  /** Writes the init segment; chunks overwrite it with identical content. */
  void writeInit(ByteBuffer content) {
    write(init(), content);
  }

  /**
   * Writes a segment.
   *
   * @param number from 1
   */
  void writeSegment(int number, ByteBuffer content) {
    write(segment(number), content);
  }

  private static void write(Path file, ByteBuffer content) {
    try {
      AtomicFile.write(file, content);
    } catch (IOException e) {
      throw new OutputException(file, e);
    }
  }
}
