package io.framemill.controller.upload;

import io.framemill.controller.upload.UploadException.Reason;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardOpenOption;

/** Exclusive lock on an upload: one request at a time, across controllers. */
final class UploadLock implements AutoCloseable {
  private final FileChannel channel;

  private UploadLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * @throws UploadException if another request holds it, or the upload does not exist
   */
  static UploadLock take(UploadDirectory directory) {
    try {
      FileChannel channel = FileChannel.open(directory.info(), StandardOpenOption.WRITE);
      if (isLocked(channel)) {
        return new UploadLock(channel);
      }
      channel.close();
    } catch (NoSuchFileException e) {
      throw directory.unknown();
    } catch (IOException e) {
      throw BodyWriter.cannotStore(e);
    }
    throw new UploadException(
        Reason.BUSY, "Another request writes to this upload; ask for its offset again later");
  }

  private static boolean isLocked(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw BodyWriter.cannotStore(e);
    }
  }
}
