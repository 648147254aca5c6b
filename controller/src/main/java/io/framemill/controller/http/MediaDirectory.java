package io.framemill.controller.http;

import io.framemill.protocol.storage.AtomicFile;
import io.framemill.protocol.storage.Storage;
import io.framemill.protocol.storage.StorageException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/** The directory that sources are read from, and uploads are written to. Thread-safe. */
final class MediaDirectory {
  private static final String UPLOADS = "uploads";

  private final Path root;
  private final Storage storage;

  /**
   * @param root the directory whose files are the sources of {@code storage}
   */
  MediaDirectory(Path root, Storage storage) {
    this.root = root;
    this.storage = storage;
  }

  Path root() {
    return root;
  }

  /**
   * Looks a source up.
   *
   * @throws StorageException if there is no readable file of that key, or the key leaves the
   *     directory; the message names the key only
   */
  SourceInfo find(String key) {
    try {
      return new SourceInfo(key, Files.size(storage.source(key)));
    } catch (StorageException | IOException e) {
      throw new StorageException("No readable file in the media directory: " + key, e);
    }
  }

  /**
   * Takes a file in, under a key of its own; a reader never sees a part of it.
   *
   * @throws IOException if the body breaks off or cannot be written; nothing is left behind
   */
  SourceInfo receive(String name, InputStream body) throws IOException {
    Path directory = root.resolve(UPLOADS).resolve(UUID.randomUUID().toString());
    String fileName = UploadName.of(name);
    Path temporary = directory.resolve(AtomicFile.TEMPORARY_PREFIX + "upload");
    Files.createDirectories(directory);
    try {
      long bytes = Files.copy(body, temporary);
      Files.move(temporary, directory.resolve(fileName));
      return new SourceInfo(UPLOADS + "/" + directory.getFileName() + "/" + fileName, bytes);
    } catch (IOException e) {
      deleteAfter(e, temporary, directory);
      throw e;
    }
  }

  private static void deleteAfter(IOException failure, Path... paths) {
    for (Path path : paths) {
      try {
        Files.deleteIfExists(path);
      } catch (IOException e) {
        failure.addSuppressed(e);
      }
    }
  }
}
