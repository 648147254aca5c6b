package io.framemill.controller.http;

import io.framemill.controller.http.message.SourceInfo;
import io.framemill.protocol.storage.Storage;
import io.framemill.protocol.storage.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The directory that sources are read from. Thread-safe.
 *
 * @param root the directory whose files are the sources of {@code storage}
 */
record MediaDirectory(Path root, Storage storage) {
  /**
   * Looks up a source.
   *
   * @throws StorageException if no readable file has that key, or the key leaves the directory; the
   *     message names the key only
   */
  SourceInfo find(String key) {
    try {
      return new SourceInfo(key, Files.size(storage.source(key)));
    } catch (StorageException | IOException e) {
      throw new StorageException("No readable file in the media directory: " + key, e);
    }
  }
}
