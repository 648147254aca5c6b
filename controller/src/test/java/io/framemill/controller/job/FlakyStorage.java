package io.framemill.controller.job;

import io.framemill.protocol.media.SourceStamp;
import io.framemill.protocol.storage.SharedDirectory;
import io.framemill.protocol.storage.Storage;
import io.framemill.protocol.storage.StorageException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * A shared directory in which what scripted workers say they wrote seems to be there, unless a test
 * says it is gone, and whose writes fail as often as a test says.
 */
final class FlakyStorage implements Storage {
  private final Storage directory;
  private final Set<String> gone = ConcurrentHashMap.newKeySet();
  private final AtomicInteger failuresToCome = new AtomicInteger();

  FlakyStorage(Path directory) {
    this.directory = new SharedDirectory(directory, directory.resolve("out"));
  }

  /** A file that is missed once. */
  void lose(String key) {
    gone.add(key);
  }

  /** So many writes fail from now on. */
  void fail(int writes) {
    failuresToCome.set(writes);
  }

  @Override
  public Set<String> missing(String key, Collection<String> names) {
    return names.stream().filter(name -> gone.remove(key + "/" + name)).collect(Collectors.toSet());
  }

  @Override
  public long sizeBytes(String key) {
    return directory.sizeBytes(key);
  }

  @Override
  public void deleteFiles(String key, Predicate<String> isToDelete) {
    directory.deleteFiles(key, isToDelete);
  }

  @Override
  public void write(String key, byte[] content) {
    if (failuresToCome.getAndUpdate(count -> Math.max(0, count - 1)) > 0) {
      throw new StorageException("File cannot be written: " + key + " (No space left on device)");
    }
    directory.write(key, content);
  }

  @Override
  public Path source(String key) {
    return directory.source(key);
  }

  @Override
  public Optional<SourceStamp> stamp(String key) {
    return directory.stamp(key);
  }

  @Override
  public Path outputDirectory(String key) {
    return directory.outputDirectory(key);
  }

  @Override
  public String location(String key) {
    return directory.location(key);
  }

  @Override
  public void sweepOutput(String key) {
    directory.sweepOutput(key);
  }

  @Override
  public void deleteOutput(String key) {
    directory.deleteOutput(key);
  }
}
