package io.framemill.controller.upload;

import io.framemill.controller.upload.UploadException.Reason;
import io.framemill.protocol.storage.AtomicFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/** Writes a request body to a file, and distinguishes a broken connection from a full disk. */
final class BodyWriter {
  private static final int BUFFER_BYTES = 1 << 16;

  private final SeekableByteChannel file;
  private final long start;
  private final @Nullable Checksum checksum;
  private final @Nullable MessageDigest digest;
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);

  /**
   * @param file open for writing; the caller closes it
   * @param start offset of the first byte; later content is replaced
   * @param checksum checksum of the body; null if none was given
   */
  BodyWriter(SeekableByteChannel file, long start, @Nullable Checksum checksum) {
    this.file = file;
    this.start = start;
    this.checksum = checksum;
    this.digest = checksum == null ? null : checksum.newDigest();
  }

  /**
   * Writes the body.
   *
   * @param limit maximum length of the file
   * @return the offset after the last byte written
   * @throws UploadException if the body is incomplete, too long, cannot be written or has another
   *     checksum. Bytes received before the connection broke are kept, unless there is a checksum,
   *     which cannot be verified then
   */
  long write(InputStream body, long limit) {
    long end = start;
    rewind();
    try {
      for (int count = read(body); count >= 0; count = read(body)) {
        if (count > limit - end) {
          throw new UploadException(
              Reason.TOO_LARGE, "More bytes arrive than the " + limit + " that there may be");
        }
        store(count);
        end += count;
      }
      check();
    } catch (UploadException e) {
      if (e.reason() != Reason.BROKEN_OFF || checksum != null) {
        undo(e);
      }
      throw e;
    }
    return end;
  }

  private int read(InputStream body) {
    try {
      return body.read(buffer.array());
    } catch (IOException e) {
      throw new UploadException(
          Reason.BROKEN_OFF, "The file did not arrive whole: " + AtomicFile.why(e), e);
    }
  }

  private void rewind() {
    try {
      file.truncate(start);
      file.position(start);
    } catch (IOException e) {
      throw cannotStore(e);
    }
  }

  private void store(int count) {
    buffer.clear().limit(count);
    if (digest != null) {
      digest.update(buffer.array(), 0, count);
    }
    try {
      while (buffer.hasRemaining()) {
        file.write(buffer);
      }
    } catch (IOException e) {
      throw cannotStore(e);
    }
  }

  private void check() {
    if (checksum != null && digest != null && !checksum.isOf(digest)) {
      throw new UploadException(
          Reason.WRONG_CHECKSUM,
          "The bytes do not have the " + checksum.algorithm() + " that was given; send them again");
    }
  }

  private void undo(UploadException failure) {
    try {
      file.truncate(start);
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  static UploadException cannotStore(IOException e) {
    return new UploadException(
        Reason.CANNOT_STORE, "The upload cannot be stored: " + AtomicFile.why(e), e);
  }
}
