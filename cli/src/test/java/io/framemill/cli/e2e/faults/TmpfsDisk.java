package io.framemill.cli.e2e.faults;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file system in memory that is filled by one large file. Linux, root. */
final class TmpfsDisk implements FullDisk {
  private static final int BYTES = 64 << 20;
  private static final int BLOCK = 1 << 20;

  private final Path directory;
  private final Path ballast;
  private final Thread endOfJvm = new Thread(this::unmount);

  private TmpfsDisk(Path directory) {
    this.directory = directory;
    this.ballast = directory.resolve(".ballast");
    Runtime.getRuntime().addShutdownHook(endOfJvm);
  }

  /** Whether this user may mount. */
  static boolean isAllowed() throws IOException {
    Path trial = Files.createTempDirectory("framemill-mount-");
    try {
      boolean allowed = Commands.succeeds("mount", "-t", "tmpfs", "none", trial.toString());
      return allowed && Commands.succeeds("umount", trial.toString());
    } finally {
      Files.delete(trial);
    }
  }

  static TmpfsDisk mount(Path directory) {
    Commands.run("mount", "-t", "tmpfs", "-o", "size=" + BYTES, "none", directory.toString());
    return new TmpfsDisk(directory);
  }

  @Override
  public void fill() throws IOException {
    try (FileChannel file =
        FileChannel.open(ballast, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      for (int size = BLOCK; size > 0; ) {
        size = file.write(ByteBuffer.allocate(size)) > 0 ? size : 0;
      }
    } catch (IOException e) {
      // Full, which is what was wanted.
      if (!Files.exists(ballast)) {
        throw e;
      }
    }
  }

  @Override
  public void free() throws IOException {
    Files.deleteIfExists(ballast);
  }

  @Override
  public void close() {
    unmount();
    Runtime.getRuntime().removeShutdownHook(endOfJvm);
  }

  // Lazily: a program that has just been killed may hold a file for a moment.
  private void unmount() {
    Commands.run("umount", "--lazy", directory.toString());
  }
}
