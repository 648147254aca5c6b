package io.framemill.controller.upload;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * The expected hash of a body.
 *
 * @param algorithm its name in Java: {@code SHA-1}, {@code SHA-256} or {@code SHA-512}
 * @param base64 the hash
 */
public record Checksum(String algorithm, String base64) {
  private static final int BUFFER_BYTES = 1 << 16;

  /**
   * @throws IllegalArgumentException if the hash is not one of that algorithm
   */
  public Checksum {
    if (Base64.getDecoder().decode(base64).length != digest(algorithm).getDigestLength()) {
      throw new IllegalArgumentException("not a hash of " + algorithm + " in Base64: " + base64);
    }
  }

  /** Computes the hash of some bytes. */
  public static Checksum of(String algorithm, byte[] bytes) {
    byte[] hash = digest(algorithm).digest(bytes);
    return new Checksum(algorithm, Base64.getEncoder().encodeToString(hash));
  }

  MessageDigest newDigest() {
    return digest(algorithm);
  }

  boolean isOf(MessageDigest digest) {
    return MessageDigest.isEqual(Base64.getDecoder().decode(base64), digest.digest());
  }

  boolean isOf(Path file) throws IOException {
    MessageDigest digest = newDigest();
    byte[] buffer = new byte[BUFFER_BYTES];
    try (InputStream content = Files.newInputStream(file)) {
      for (int count = content.read(buffer); count >= 0; count = content.read(buffer)) {
        digest.update(buffer, 0, count);
      }
    }
    return isOf(digest);
  }

  private static MessageDigest digest(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalArgumentException("no such hash: " + algorithm, e);
    }
  }
}
