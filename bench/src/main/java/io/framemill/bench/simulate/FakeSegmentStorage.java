package io.framemill.bench.simulate;

import io.framemill.protocol.media.SourceStamp;
import io.framemill.protocol.storage.Storage;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Storage that believes in every file that it is asked for, so that workers need not write millions
 * of them; manifests and reports are real.
 */
public record FakeSegmentStorage(Storage storage) implements Storage {
  @Override
  public Set<String> missing(String key, Collection<String> names) {
    return Set.of();
  }

  @Override
  public long sizeBytes(String key) {
    return 1;
  }

  @Override
  public Path source(String key) {
    return storage.source(key);
  }

  @Override
  public Optional<SourceStamp> stamp(String key) {
    return storage.stamp(key);
  }

  @Override
  public Path outputDirectory(String key) {
    return storage.outputDirectory(key);
  }

  @Override
  public void write(String key, byte[] content) {
    storage.write(key, content);
  }

  @Override
  public void deleteFiles(String key, Predicate<String> isToDelete) {
    storage.deleteFiles(key, isToDelete);
  }

  @Override
  public String location(String key) {
    return storage.location(key);
  }

  @Override
  public void sweepOutput(String key) {
    storage.sweepOutput(key);
  }

  @Override
  public void deleteOutput(String key) {
    storage.deleteOutput(key);
  }
}
