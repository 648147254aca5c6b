package io.framemill.protocol.storage;

import io.framemill.protocol.media.SourceStamp;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Where sources are read and output is written. Keys are relative paths with {@code /} between the
 * parts; a key that leaves its root, by {@code ..} or through a symbolic link, is refused.
 *
 * <p>Thread-safe.
 */
public interface Storage {
  /**
   * A file to read a source from: a regular one, by a path without symbolic links.
   *
   * @throws StorageException if there is no readable file of that key; a refusal if the key leaves
   *     the root or names something else than a file
   */
  Path source(String key);

  /**
   * The state of a source, to tell whether it has changed since; empty if there is no such file any
   * more.
   *
   * @throws StorageException if that cannot be told; a refusal as for {@link #source}
   */
  Optional<SourceStamp> stamp(String key);

  /**
   * A directory to write output into, by a path without symbolic links; created with its parents if
   * it is not there.
   *
   * @throws StorageException if it cannot be created; a refusal if the key leaves the root
   */
  Path outputDirectory(String key);

  /**
   * Publishes one output file: a reader sees the old content or the whole new one, never a part.
   *
   * @throws StorageException if it cannot be written; nothing is left behind
   */
  void write(String key, byte[] content);

  /**
   * The names of those files right in an output directory that are not there, or empty. What is
   * there is whole, see {@link #write}.
   *
   * @param key of the directory; if it is not there, all are missing
   * @throws StorageException if that cannot be told
   */
  Set<String> missing(String key, Collection<String> names);

  /**
   * The size of an output file; 0 if it is not there.
   *
   * @throws StorageException if that cannot be told
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
   * Where a person finds an output: a path or URL, for messages.
   *
   * @throws StorageException if the key leaves the root
   */
  String location(String key);

  /**
   * Deletes the temporary files that killed writers left in an output directory. For an output that
   * nobody writes to any more.
   *
   * @throws StorageException if one cannot be deleted
   */
  void sweepOutput(String key);

  /**
   * Deletes an output directory with all that is in it; does nothing if it is not there.
   *
   * @throws StorageException if something cannot be deleted
   */
  void deleteOutput(String key);
}
