package io.framemill.worker.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A file that must not be opened, and notices it: a named pipe. Opening a pipe to write waits for
 * whoever opens it to read; that one then gets real content, and cannot read before we know of it.
 */
public final class FileTrap implements AutoCloseable {
  private final Path path;
  private final byte[] content;
  private final AtomicInteger opened = new AtomicInteger();
  private volatile boolean closed;

  private FileTrap(Path path, byte[] content) {
    this.path = path;
    this.content = content.clone();
  }

  /**
   * Lays a trap.
   *
   * @param content what an intruder gets to read
   */
  public static FileTrap lay(Path path, byte[] content) throws IOException {
    try {
      int status = new ProcessBuilder("mkfifo", path.toString()).inheritIO().start().waitFor();
      if (status != 0) {
        throw new IOException("mkfifo " + path + " ended with status " + status);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted", e);
    }
    FileTrap trap = new FileTrap(path, content);
    Thread thread = new Thread(trap::lurk, "trap-" + path.getFileName());
    thread.setDaemon(true);
    thread.start();
    return trap;
  }

  public Path path() {
    return path;
  }

  /** How often somebody has opened it so far. */
  public int timesOpened() {
    return opened.get();
  }

  private void lurk() {
    while (!closed) {
      try (FileChannel pipe = FileChannel.open(path, StandardOpenOption.WRITE)) {
        if (closed) {
          return;
        }
        opened.incrementAndGet();
        pipe.write(ByteBuffer.wrap(content));
      } catch (IOException e) {
        // The intruder has gone again without reading.
        Thread.onSpinWait();
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    // Both ends at once: that waits for nobody, whether the trap waits here or has just gone off.
    try (FileChannel pipe =
        FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      pipe.isOpen();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
