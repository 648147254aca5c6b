package io.framemill.protocol.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * Writes files atomically and durably: under a temporary name in the same directory, with fsync,
 * then renamed. Reports survive a power cut, so the files that they name must, too.
 */
public final class AtomicFile {
  /** Prefix of temporary files, including those that killed processes leave. */
  public static final String TEMPORARY_PREFIX = ".framemill-";

  private AtomicFile() {}

  /** Fills an existing empty file. */
  @FunctionalInterface
  public interface Writer {
    void writeTo(Path temporary) throws IOException;
  }

  /** {@link #write(Path, ByteBuffer, FileModes) Writes} an output file. */
  public static void write(Path file, ByteBuffer content) throws IOException {
    write(file, content, FileModes.OUTPUT);
  }

  /**
   * Writes what is between the buffer's position and limit, replacing a file of that name.
   *
   * @throws IOException if it cannot; nothing is left behind and an old file stays
   */
  public static void write(Path file, ByteBuffer content, FileModes modes) throws IOException {
    write(
        file,
        modes,
        temporary -> {
          try (FileChannel channel = open(temporary)) {
            while (content.hasRemaining()) {
              channel.write(content);
            }
          }
        });
  }

  /**
   * Lets a writer fill an output file under a temporary name, then renames it, replacing a file of
   * that name.
   *
   * @throws IOException if it fails; no new file is left and an old file stays, also if the writer
   *     throws anything else
   */
  public static void write(Path file, Writer writer) throws IOException {
    write(file, FileModes.OUTPUT, writer);
  }

  private static void write(Path file, FileModes modes, Writer writer) throws IOException {
    Path temporary = file.resolveSibling(TEMPORARY_PREFIX + UUID.randomUUID());
    try {
      Files.createFile(temporary, modes.ofFile());
      writer.writeTo(temporary);
      force(temporary);
      Files.move(
          temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException | RuntimeException e) {
      deleteAfter(e, temporary);
      throw e;
    }
  }

  private static void force(Path file) throws IOException {
    try (FileChannel channel = open(file)) {
      channel.force(true);
    }
  }

  private static FileChannel open(Path file) throws IOException {
    return FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
  }

  /** The reason of a failure in words for users. */
  public static String why(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (e instanceof NoSuchFileException) {
      return "no such file or directory";
    }
    if (e instanceof FileAlreadyExistsException inTheWay) {
      return inTheWay.getFile() + " is in the way";
    }
    if (e instanceof FileSystemException fileSystem && fileSystem.getReason() != null) {
      return fileSystem.getReason();
    }
    String message = e.getMessage();
    return message == null ? "no reason given" : message;
  }

  private static void deleteAfter(Exception failure, Path temporary) {
    try {
      Files.deleteIfExists(temporary);
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }
}
