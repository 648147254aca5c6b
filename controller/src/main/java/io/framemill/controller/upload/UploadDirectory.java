package io.framemill.controller.upload;

import io.framemill.controller.upload.UploadException.Reason;
import io.framemill.protocol.MalformedMessageException;
import io.framemill.protocol.MessageCodec;
import io.framemill.protocol.storage.AtomicFile;
import io.framemill.protocol.storage.FileModes;
import io.framemill.protocol.storage.LockFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The directory of one upload on disk: its data under a temporary name until it is complete, and
 * its metadata. A directory without metadata belongs to an upload in a single request.
 */
record UploadDirectory(Path path) {
  private static final String DATA = AtomicFile.TEMPORARY_PREFIX + "upload";
  private static final String INFO = DATA + ".json";
  private static final MessageCodec CODEC = new MessageCodec();

  /** Creates a directory in the directory of all uploads. */
  static UploadDirectory make(Path uploads) throws IOException {
    return new UploadDirectory(
        Files.createDirectory(
            uploads.resolve(UUID.randomUUID().toString()), FileModes.SHARED.ofDirectory()));
  }

  String id() {
    return String.valueOf(path.getFileName());
  }

  /** The file for the data of an incomplete upload. */
  Path data() {
    return path.resolve(DATA);
  }

  /**
   * The metadata file, which only resumable uploads have; writers of the upload hold a lock on it.
   */
  Path info() {
    return path.resolve(INFO);
  }

  /**
   * Locks the upload: one request at a time, across controllers.
   *
   * @throws UploadException if another request holds the lock, or the upload does not exist
   */
  LockFile lock() {
    try {
      LockFile lock = LockFile.tryLock(info());
      if (lock != null) {
        return lock;
      }
    } catch (NoSuchFileException e) {
      throw unknown();
    } catch (IOException e) {
      throw BodyWriter.cannotStore(e);
    }
    throw new UploadException(
        Reason.BUSY, "Another request writes to this upload; ask for its offset again later");
  }

  boolean isUnfinished() {
    return Files.exists(data());
  }

  void write(UploadInfo info) throws IOException {
    AtomicFile.write(info(), ByteBuffer.wrap(CODEC.encode(info)), FileModes.SHARED);
    Files.createFile(data(), FileModes.SHARED.ofFile());
  }

  /**
   * @throws UploadException if the upload does not exist
   */
  UploadInfo readInfo() {
    try {
      return CODEC.decode(Files.readAllBytes(info()), UploadInfo.class);
    } catch (NoSuchFileException e) {
      throw unknown();
    } catch (IOException | MalformedMessageException e) {
      throw new UploadException(Reason.UNKNOWN, "The upload cannot be read: " + id(), e);
    }
  }

  /**
   * Number of bytes received.
   *
   * @throws UploadException if the file is gone
   */
  long receivedBytes(UploadInfo info) {
    try {
      return Files.size(isUnfinished() ? data() : path.resolve(info.name()));
    } catch (IOException e) {
      throw unknown();
    }
  }

  /** Renames the complete data to its final name. */
  void finish(String name) throws IOException {
    try (FileChannel channel =
        FileChannel.open(data(), StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
      channel.force(true);
    }
    Files.move(data(), path.resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  /** When the upload was last changed. */
  Instant touched() throws IOException {
    Instant latest = Files.getLastModifiedTime(path).toInstant();
    for (Path file : files()) {
      Instant modified = Files.getLastModifiedTime(file).toInstant();
      latest = modified.isAfter(latest) ? modified : latest;
    }
    return latest;
  }

  /** The names of complete files. */
  List<String> finishedNames() throws IOException {
    return files().stream()
        .map(file -> String.valueOf(file.getFileName()))
        .filter(name -> !name.startsWith(AtomicFile.TEMPORARY_PREFIX))
        .toList();
  }

  void delete() throws IOException {
    for (Path file : files()) {
      Files.deleteIfExists(file);
    }
    Files.deleteIfExists(path);
  }

  void deleteAfter(UploadException failure) {
    try {
      delete();
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  UploadException unknown() {
    return new UploadException(Reason.UNKNOWN, "No such upload: " + id());
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(path)) {
      return files.toList();
    }
  }
}
