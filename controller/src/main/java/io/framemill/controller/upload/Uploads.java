package io.framemill.controller.upload;

import io.framemill.controller.upload.UploadException.Reason;
import io.framemill.protocol.JobStatus;
import io.framemill.protocol.storage.FileModes;
import io.framemill.protocol.storage.LockFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileStore;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The uploads in a media directory, below {@code uploads/}. Incomplete files have temporary names.
 * All state is on disk: an upload continues after a restart, and with another controller.
 * Thread-safe.
 */
public final class Uploads {
  /** Storage key of the directory of all uploads, which contains no other source. */
  public static final String DIRECTORY = "uploads";

  private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  private final Path root;
  private final UploadPolicy policy;
  private final Clock clock;
  private final Disk disk;

  /**
   * @param media the directory whose files are the sources; must exist
   */
  public Uploads(Path media, UploadPolicy policy) {
    this(media, policy, Clock.systemUTC(), Disk::openForWriting);
  }

  Uploads(Path media, UploadPolicy policy, Clock clock, Disk disk) {
    this.root = media.resolve(DIRECTORY);
    this.policy = policy;
    this.clock = clock;
    this.disk = disk;
  }

  /** Opens files for writing. */
  @FunctionalInterface
  interface Disk {
    SeekableByteChannel open(Path file) throws IOException;

    static SeekableByteChannel openForWriting(Path file) throws IOException {
      return Files.newByteChannel(
          file,
          Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE, LinkOption.NOFOLLOW_LINKS),
          FileModes.SHARED.ofFile());
    }
  }

  /** Limits on the size and lifetime of uploads. */
  public UploadPolicy policy() {
    return policy;
  }

  /**
   * Receives a whole file.
   *
   * @param name of the file; sanitized
   * @param announcedBytes its size if it is known, else -1
   * @param checksum of the file; null if none was given
   * @throws UploadException if it is too large or incomplete, or cannot be stored; nothing is kept
   *     then
   */
  public Upload receive(
      String name, long announcedBytes, InputStream body, @Nullable Checksum checksum) {
    requireRoom(Math.max(0, announcedBytes));
    UploadDirectory directory = make();
    try (SeekableByteChannel data = disk.open(directory.data())) {
      long end = new BodyWriter(data, 0, checksum).write(body, policy.maxBytes());
      UploadInfo info = new UploadInfo(UploadName.of(name), end, null);
      directory.finish(info.name());
      return upload(directory, info);
    } catch (UploadException e) {
      directory.deleteAfter(e);
      throw e;
    } catch (IOException e) {
      UploadException failure = BodyWriter.cannotStore(e);
      directory.deleteAfter(failure);
      throw failure;
    }
  }

  /**
   * Creates a resumable upload.
   *
   * @param name of the file; sanitized
   * @param sizeBytes of the whole file
   * @param checksum of the whole file; null if none was given
   * @throws UploadException if it is too large or cannot be stored
   */
  public Upload create(String name, long sizeBytes, @Nullable Checksum checksum) {
    requireRoom(sizeBytes);
    UploadDirectory directory = make();
    UploadInfo info = new UploadInfo(UploadName.of(name), sizeBytes, checksum);
    try {
      directory.write(info);
    } catch (IOException e) {
      UploadException failure = BodyWriter.cannotStore(e);
      directory.deleteAfter(failure);
      throw failure;
    }
    return sizeBytes == 0 ? finish(directory, info) : upload(directory, info);
  }

  /**
   * The state of an upload.
   *
   * @throws UploadException if no upload has that id
   */
  public Upload find(String id) {
    UploadDirectory directory = directory(id);
    return upload(directory, directory.readInfo());
  }

  /**
   * Appends bytes to an upload; completes it with the last ones.
   *
   * @param offset offset of the first byte, the end of the received data
   * @param checksum of these bytes; null if none was given
   * @throws UploadException if they cannot be appended. The upload is unchanged, except that bytes
   *     received before a connection broke are kept if there is no checksum; it is deleted if the
   *     disk is full, or if the checksum of the whole file does not match
   */
  public Upload append(String id, long offset, InputStream body, @Nullable Checksum checksum) {
    UploadDirectory directory = directory(id);
    try (LockFile lock = directory.lock()) {
      UploadInfo info = directory.readInfo();
      long received = directory.receivedBytes(info);
      if (offset != received) {
        throw new UploadException(
            Reason.WRONG_OFFSET, "The upload continues at byte " + received + ", not at " + offset);
      }
      if (directory.isUnfinished()) {
        long end = write(directory, offset, body, checksum, info.sizeBytes());
        return end == info.sizeBytes() ? finish(directory, info) : upload(directory, info);
      }
      return upload(directory, info);
    }
  }

  /**
   * Deletes an upload, complete or not.
   *
   * @throws UploadException if no upload has that id, or a request writes to it
   */
  public void delete(String id) {
    UploadDirectory directory = directory(id);
    try (LockFile lock = directory.lock()) {
      directory.delete();
    } catch (IOException e) {
      throw BodyWriter.cannotStore(e);
    }
  }

  /**
   * Deletes expired uploads; does not touch other files.
   *
   * @param jobsOf returns the jobs of a source, by storage key
   * @return the keys of the deleted uploads
   * @throws IOException if a file cannot be read or deleted
   */
  List<String> sweep(Function<String, List<JobStatus>> jobsOf) throws IOException {
    return new ExpiredUploads(root, policy, clock.instant(), jobsOf).run();
  }

  private long write(
      UploadDirectory directory,
      long offset,
      InputStream body,
      @Nullable Checksum checksum,
      long limit) {
    try (SeekableByteChannel data = disk.open(directory.data())) {
      return new BodyWriter(data, offset, checksum).write(body, limit);
    } catch (IOException e) {
      UploadException failure = BodyWriter.cannotStore(e);
      directory.deleteAfter(failure);
      throw failure;
    } catch (UploadException e) {
      if (e.reason() == Reason.CANNOT_STORE) {
        directory.deleteAfter(e);
      }
      throw e;
    }
  }

  private Upload finish(UploadDirectory directory, UploadInfo info) {
    try {
      Checksum checksum = info.checksum();
      if (checksum != null && !checksum.isOf(directory.data())) {
        UploadException failure =
            new UploadException(
                Reason.WRONG_CHECKSUM,
                "The file does not have the " + checksum.algorithm() + " that was given");
        directory.deleteAfter(failure);
        throw failure;
      }
      directory.finish(info.name());
    } catch (IOException e) {
      throw BodyWriter.cannotStore(e);
    }
    return upload(directory, info);
  }

  private Upload upload(UploadDirectory directory, UploadInfo info) {
    try {
      return new Upload(
          directory.id(),
          key(directory, info.name()),
          directory.receivedBytes(info),
          info.sizeBytes(),
          directory.touched().plus(policy.unusedLife()));
    } catch (IOException e) {
      throw directory.unknown();
    }
  }

  static String key(UploadDirectory directory, String name) {
    return DIRECTORY + "/" + directory.id() + "/" + name;
  }

  static boolean isId(String name) {
    return ID.matcher(name).matches();
  }

  private UploadDirectory directory(String id) {
    if (!isId(id)) {
      throw new UploadException(Reason.UNKNOWN, "No such upload: " + id);
    }
    return new UploadDirectory(root.resolve(id));
  }

  private UploadDirectory make() {
    try {
      return UploadDirectory.make(root);
    } catch (IOException e) {
      throw BodyWriter.cannotStore(e);
    }
  }

  private void requireRoom(long bytes) {
    if (bytes > policy.maxBytes()) {
      throw new UploadException(
          Reason.TOO_LARGE,
          "An upload has at most " + policy.maxBytes() + " bytes here, not " + bytes);
    }
    try {
      if (Files.isSymbolicLink(root)) {
        String reason = DIRECTORY + " in the media directory is a symbolic link";
        throw new FileSystemException(root.toString(), null, reason);
      }
      FileStore store =
          Files.getFileStore(Files.createDirectories(root, FileModes.SHARED.ofDirectory()));
      long free = store.getUsableSpace();
      if (bytes > free) {
        throw new UploadException(
            Reason.CANNOT_STORE,
            "No room for the upload: it has " + bytes + " bytes, and " + free + " are free");
      }
    } catch (IOException e) {
      throw BodyWriter.cannotStore(e);
    }
  }
}
