package io.framemill.controller.job;

import io.framemill.controller.api.Submission;
import io.framemill.protocol.MessageCodec;
import io.framemill.protocol.storage.StorageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Digest of a submission, equal for two submissions that ask for the same: the same profile and the
 * same content under any name, because each upload gets a new name.
 *
 * <p>It covers the size of the file and both of its ends, where containers store what distinguishes
 * files: reading a film of 100 GB would take minutes.
 */
final class RequestDigest {
  private static final int END_BYTES = 1 << 20;
  private static final MessageCodec CODEC = new MessageCodec();

  private RequestDigest() {}

  /**
   * SHA-256 in hexadecimal.
   *
   * @throws StorageException if the source cannot be read
   */
  static String of(Path source, Submission submission) {
    try (FileChannel file = FileChannel.open(source, StandardOpenOption.READ)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      long size = file.size();
      digest.update(ByteBuffer.allocate(Long.BYTES).putLong(size).flip());
      digest.update(read(file, 0));
      digest.update(read(file, Math.max(0, size - END_BYTES)));
      digest.update(CODEC.encode(submission.profile()));
      return HexFormat.of().formatHex(digest.digest());
    } catch (IOException e) {
      throw new StorageException("File cannot be read: " + submission.source(), e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }

  private static ByteBuffer read(FileChannel file, long position) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(END_BYTES);
    long next = position;
    for (int count = 0; buffer.hasRemaining() && count >= 0; next += count) {
      count = file.read(buffer, next);
    }
    return buffer.flip();
  }
}
