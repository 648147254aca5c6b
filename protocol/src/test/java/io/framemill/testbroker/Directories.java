package io.framemill.testbroker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Directories that outlive a test method, or that other processes write to meanwhile. With {@link
 * Files#walk} tests fail when a file comes or goes at the wrong moment.
 */
public final class Directories {
  private static final int MAX_TRIES = 100;

  private Directories() {}

  /** The regular files below a directory, sorted; empty if it does not exist. */
  public static List<Path> files(Path directory) {
    List<Path> files = new ArrayList<>();
    walk(
        directory,
        new Visitor() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (attributes.isRegularFile()) {
              files.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    Collections.sort(files);
    return files;
  }

  /** Deletes a directory and all that is in it, what is written to it meanwhile included. */
  public static void delete(Path directory) {
    for (int tries = 0; tries < MAX_TRIES && Files.exists(directory); tries++) {
      walk(directory, new Deletion());
    }
  }

  private static void walk(Path directory, Visitor visitor) {
    try {
      Files.walkFileTree(directory, visitor);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot walk through " + directory, e);
    }
  }

  /** Passes over what has gone meanwhile. */
  private static class Visitor extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
      if (failure instanceof NoSuchFileException) {
        return FileVisitResult.CONTINUE;
      }
      throw failure;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
        throws IOException {
      return failure == null ? FileVisitResult.CONTINUE : visitFileFailed(directory, failure);
    }
  }

  private static final class Deletion extends Visitor {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.deleteIfExists(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
        throws IOException {
      super.postVisitDirectory(directory, failure);
      try {
        Files.deleteIfExists(directory);
      } catch (DirectoryNotEmptyException e) {
        return FileVisitResult.CONTINUE; // Written to meanwhile: the next try deletes it.
      }
      return FileVisitResult.CONTINUE;
    }
  }
}
