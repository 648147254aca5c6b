package io.framemill.worker.media.segment;

import io.framemill.protocol.storage.AtomicFile;
import io.framemill.worker.media.failure.OutputException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Locale;

/**
 * The directory of one rendition: {@code init.mp4} and {@code 00001.m4s}, {@code 00002.m4s}, ...
 */
public final class TrackDirectory {
  private final Path directory;

  private TrackDirectory(Path directory) {
    this.directory = directory;
  }

  /**
   * Makes the directory if it is not there.
   *
   * @param output the job's output directory
   * @param kind such as {@code video}
   * @param rendition the rendition's name
   * @throws OutputException if it cannot be made
   */
  public static TrackDirectory create(Path output, String kind, String rendition) {
    try {
      return new TrackDirectory(OutputTree.directory(output, kind, rendition));
    } catch (IOException e) {
      throw new OutputException(output.resolve(kind).resolve(rendition), e);
    }
  }

  /** A directory that is there, for reading. */
  static TrackDirectory at(Path directory) {
    return new TrackDirectory(directory);
  }

  /** The init segment's file. */
  Path init() {
    return directory.resolve("init.mp4");
  }

  /**
   * A segment's file.
   *
   * @param number from 1
   */
  Path segment(int number) {
    return directory.resolve(String.format(Locale.ROOT, "%05d.m4s", number));
  }

  /** Writes the init segment; chunks that overwrite each other's write the same. */
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
