package io.framemill.controller.upload;

import io.framemill.controller.upload.UploadException.Reason;
import io.framemill.protocol.JobStatus;
import io.framemill.protocol.storage.FileModes;
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
 * The uploads in a media directory, below {@code uploads/}. What is not complete is seen under a
 * temporary name only. All is on disk: an upload goes on after a restart, and with another
 * controller. Thread-safe.
 */
public final class Uploads {
  /** Storage key of the directory that all uploads lie in, and no other source. */
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

  /** How much is taken in, and how long it stays. */
  public UploadPolicy policy() {
    return policy;
  }

  /**
   * Takes a whole file in.
   *
   * @param name of the file; made to fit
   * @param announcedBytes its size if it is known, else -1
   * @param checksum of the file; null if none was given
   * @throws UploadException if it does not fit, does not all arrive, or cannot be stored; nothing
   *     is left behind then
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
   * Begins an upload in pieces.
   *
   * @param name of the file; made to fit
   * @param sizeBytes of the whole file
   * @param checksum of the whole file; null if none was given
   * @throws UploadException if it does not fit or cannot be stored
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
   * How far an upload is.
   *
   * @throws UploadException if there is none of that id
   */
  public Upload find(String id) {
    UploadDirectory directory = directory(id);
    return upload(directory, directory.readInfo());
  }

  /**
   * Adds bytes to an upload; finishes it with the last of them.
   *
   * @param offset where they begin, the end of what is there
   * @param checksum of these bytes; null if none was given
   * @throws UploadException if they cannot be added. The upload stays as it was, with what arrived
   *     before a connection broke if there is no checksum; it is removed if the disk is full, or if
   *     the whole has another checksum than was announced
   */
  public Upload append(String id, long offset, InputStream body, @Nullable Checksum checksum) {
    UploadDirectory directory = directory(id);
    try (UploadLock lock = UploadLock.take(directory)) {
      UploadInfo info = directory.readInfo();
      long received = directory.receivedBytes(info);
      if (offset != received) {
        throw new UploadException(
            Reason.WRONG_OFFSET, "The upload goes on at byte " + received + ", not at " + offset);
      }
      if (directory.isUnfinished()) {
        long end = write(directory, offset, body, checksum, info.sizeBytes());
        return end == info.sizeBytes() ? finish(directory, info) : upload(directory, info);
      }
      return upload(directory, info);
    }
  }

  /**
   * Removes an upload, complete or not.
   *
   * @throws UploadException if there is none of that id, or somebody writes to it
   */
  public void delete(String id) {
    UploadDirectory directory = directory(id);
    try (UploadLock lock = UploadLock.take(directory)) {
      directory.delete();
    } catch (IOException e) {
      throw BodyWriter.cannotStore(e);
    }
  }

  /**
   * Removes what nobody needs any more; leaves alone what it did not put there.
   *
   * @param jobsOf the jobs that were submitted with a source of that key
   * @return the keys of what was removed
   * @throws IOException if something cannot be looked at or removed
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
