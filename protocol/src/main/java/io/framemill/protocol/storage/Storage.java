package io.framemill.protocol.storage;

import io.framemill.protocol.media.SourceStamp;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Access to sources and output. Keys are relative paths with {@code /} between the parts; a key
 * that leaves its root, by {@code ..} or through a symbolic link, is rejected.
 *
 * <p>Thread-safe.
 */
public interface Storage {
  /** Directory of the output, below the media directory. */
  String OUTPUT = "out";

  /**
   * The storage that all machines of an installation share.
   *
   * @param media root of the sources; the output is below it, in {@link #OUTPUT}
   */
  static Storage of(Path media) {
    return new SharedDirectory(media, media.resolve(OUTPUT));
  }

  /**
   * The regular file of a source, by a path without symbolic links.
   *
   * @throws StorageException if no readable file has that key; a refusal if the key leaves the root
   *     or does not name a file
   */
  Path source(String key);

  /**
   * The state of a source, to detect changes; empty if the file no longer exists.
   *
   * @throws StorageException if it cannot be read; a refusal as for {@link #source}
   */
  Optional<SourceStamp> stamp(String key);

  /**
   * The output directory, by a path without symbolic links; created with its parents if missing.
   *
   * @throws StorageException if it cannot be created; a refusal if the key leaves the root
   */
  Path outputDirectory(String key);

  /**
   * Writes one output file atomically: a reader sees the old content or the whole new one.
   *
   * @throws StorageException if it cannot be written; no partial file is left
   */
  void write(String key, byte[] content);

  /**
   * Which of the given files are missing from an output directory, or empty. Existing files are
   * complete, see {@link #write}.
   *
   * @param key key of the directory; if it does not exist, all are missing
   * @throws StorageException if it cannot be read
   */
  Set<String> missing(String key, Collection<String> names);

  /**
   * The size of an output file; 0 if it does not exist.
   *
   * @throws StorageException if it cannot be read
   */
  long sizeBytes(String key);

  /**
   * Deletes some files of an output directory and of those below it, and what {@link #sweepOutput}
   * deletes; the rest stays.
   *
   * @param isToDelete takes a file's name without directories
   * @throws StorageException if one cannot be deleted
   */
  void deleteFiles(String key, Predicate<String> isToDelete);

  /**
   * The location of an output for users: a path or URL.
   *
   * @throws StorageException if the key leaves the root
   */
  String location(String key);

  /**
   * Deletes the temporary files that killed writers left in an output directory. Only for an output
   * without writers.
   *
   * @throws StorageException if one cannot be deleted
   */
  void sweepOutput(String key);

  /**
   * Deletes an output directory with all its files; does nothing if it does not exist.
   *
   * @throws StorageException if a file cannot be deleted
   */
  void deleteOutput(String key);
}
