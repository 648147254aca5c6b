package io.framemill.protocol.storage;

import io.framemill.protocol.media.SourceStamp;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Storage in directories that all machines can access, such as an NFS mount, possibly under
 * different paths.
 */
public final class SharedDirectory implements Storage {
  private final Path sources;
  private final Path outputs;

  /**
   * @param sources root of the sources; must exist
   * @param outputs root of the output; created when first written to
   */
  public SharedDirectory(Path sources, Path outputs) {
    this.sources = sources.toAbsolutePath().normalize();
    this.outputs = outputs.toAbsolutePath().normalize();
  }

  @Override
  public Path source(String key) {
    Path path = withoutLinks(sources, key);
    if (!Files.isRegularFile(path)) {
      throw StorageException.ofKey("Not a regular file: " + path);
    }
    if (!Files.isReadable(path)) {
      throw new StorageException("File cannot be read: " + path);
    }
    return path;
  }

  /**
   * The current state of a file. Opens it first, so that an NFS client refreshes the attributes
   * from the server.
   */
  public static SourceStamp stampOf(Path path) throws IOException {
    try (FileChannel unused = FileChannel.open(path, StandardOpenOption.READ)) {
      BasicFileAttributes file = Files.readAttributes(path, BasicFileAttributes.class);
      return new SourceStamp(file.size(), file.lastModifiedTime().toMillis());
    }
  }

  @Override
  public Optional<SourceStamp> stamp(String key) {
    try {
      return Optional.of(stampOf(source(key)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new StorageException(
          "File cannot be looked at: " + key + " (" + AtomicFile.why(e) + ")", e);
    } catch (StorageException e) {
      if (e.getCause() instanceof NoSuchFileException) {
        return Optional.empty();
      }
      throw e;
    }
  }

  @Override
  public Path outputDirectory(String key) {
    Path path = resolve(outputs, key);
    try {
      Files.createDirectories(path, FileModes.OUTPUT.ofDirectory());
    } catch (IOException e) {
      throw new StorageException(
          "Directory cannot be created: " + path + " (" + AtomicFile.why(e) + ")", e);
    }
    return withoutLinks(outputs, key);
  }

  @Override
  public void write(String key, byte[] content) {
    Path path = resolve(outputs, key);
    try {
      Files.createDirectories(path.resolve("..").normalize(), FileModes.OUTPUT.ofDirectory());
      AtomicFile.write(path, ByteBuffer.wrap(content));
    } catch (IOException e) {
      throw new StorageException(
          "File cannot be written: " + path + " (" + AtomicFile.why(e) + ")", e);
    }
  }

  @Override
  public Set<String> missing(String key, Collection<String> names) {
    Path directory = resolve(outputs, key);
    Set<String> missing = new HashSet<>();
    for (String name : names) {
      if (!isPlainFile(directory.resolve(name)) && sizeBytes(key + "/" + name) == 0) {
        missing.add(name);
      }
    }
    return missing;
  }

  /** One system call instead of a dozen: a film has a hundred thousand files. */
  private static boolean isPlainFile(Path path) {
    try {
      BasicFileAttributes file =
          Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      return file.isRegularFile() && file.size() > 0;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public long sizeBytes(String key) {
    Path path = resolve(outputs, key);
    try {
      return Files.size(path);
    } catch (NoSuchFileException e) {
      return 0;
    } catch (IOException e) {
      throw new StorageException(
          "File cannot be found: " + path + " (" + AtomicFile.why(e) + ")", e);
    }
  }

  @Override
  public String location(String key) {
    return resolve(outputs, key).toString();
  }

  @Override
  public void sweepOutput(String key) {
    walk(resolve(outputs, key), new SweepingVisitor(name -> false));
  }

  @Override
  public void deleteFiles(String key, Predicate<String> isToDelete) {
    walk(resolve(outputs, key), new SweepingVisitor(isToDelete));
  }

  @Override
  public void deleteOutput(String key) {
    walk(resolve(outputs, key), new DeletingVisitor());
  }

  private static void walk(Path path, SweepingVisitor visitor) {
    try {
      Files.walkFileTree(path, visitor);
    } catch (IOException e) {
      throw new StorageException("Cannot delete in " + path + " (" + AtomicFile.why(e) + ")", e);
    }
  }

  /**
   * Resolves the symbolic links of an existing file's path, so that the checked file is the one
   * that is used even if a link changes meanwhile. With the file system root as root, no key can
   * leave it, and the path is unchanged.
   */
  private static Path withoutLinks(Path root, String key) {
    Path path = resolve(root, key);
    try {
      Path real = path.toRealPath();
      if (root.getParent() == null) {
        return path;
      }
      Path realRoot = root.toRealPath();
      if (!real.startsWith(realRoot) || real.equals(realRoot)) {
        throw leaves(root, key);
      }
      return real;
    } catch (NoSuchFileException e) {
      throw new StorageException("No such file: " + path, e);
    } catch (IOException e) {
      throw new StorageException("Cannot reach " + path + " (" + AtomicFile.why(e) + ")", e);
    }
  }

  private static Path resolve(Path root, String key) {
    Path relative;
    try {
      relative = Path.of(key);
    } catch (InvalidPathException e) {
      throw StorageException.ofKey("Not a path: " + e.getReason());
    }
    if (key.endsWith("/")) {
      throw StorageException.ofKey("A key of a file does not end in /: " + key);
    }
    Path path = root.resolve(relative).normalize();
    if (key.isEmpty()
        || relative.isAbsolute()
        || path.equals(root)
        || !path.startsWith(root)
        || !realPathStaysInside(root, path)) {
      throw leaves(root, key);
    }
    return path;
  }

  private static StorageException leaves(Path root, String key) {
    return StorageException.ofKey("Path leaves " + root + ": " + key);
  }

  /** Resolves the symbolic links of the existing part of the path. */
  private static boolean realPathStaysInside(Path root, Path path) {
    Path existing = root;
    for (Path part : root.relativize(path)) {
      Path next = existing.resolve(part);
      if (!Files.exists(next, LinkOption.NOFOLLOW_LINKS)) {
        break;
      }
      existing = next;
    }
    try {
      return !Files.exists(root) || existing.toRealPath().startsWith(root.toRealPath());
    } catch (NoSuchFileException e) {
      // A dangling link; or a concurrent deletion, and less of the path exists.
      return !Files.isSymbolicLink(existing) && realPathStaysInside(root, path);
    } catch (IOException e) {
      return false;
    }
  }

  /** Deletes temporary files, and others by their names. */
  private static class SweepingVisitor extends SimpleFileVisitor<Path> {
    private final Predicate<String> isToDelete;

    SweepingVisitor(Predicate<String> isToDelete) {
      this.isToDelete = isToDelete;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      String name = String.valueOf(file.getFileName());
      if (name.startsWith(AtomicFile.TEMPORARY_PREFIX) || isToDelete.test(name)) {
        Files.deleteIfExists(file);
      }
      return FileVisitResult.CONTINUE;
    }

    /** A missing file needs no deletion, whether it never existed or another process deleted it. */
    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
      if (failure instanceof NoSuchFileException) {
        return FileVisitResult.CONTINUE;
      }
      throw failure;
    }
  }

  /** Deletes everything. */
  private static final class DeletingVisitor extends SweepingVisitor {
    DeletingVisitor() {
      super(name -> true);
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
        throws IOException {
      if (failure != null) {
        throw failure;
      }
      Files.deleteIfExists(directory);
      return FileVisitResult.CONTINUE;
    }
  }
}
