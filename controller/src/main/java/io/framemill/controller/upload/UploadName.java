package io.framemill.controller.upload;

import io.framemill.protocol.storage.AtomicFile;
import java.nio.charset.StandardCharsets;

/** File names of uploads in the media directory. */
public final class UploadName {
  private static final int MAX_BYTES = 200;

  private UploadName() {}

  /**
   * Sanitizes a name for all file systems and for URL paths: letters, digits, spaces and {@code . _
   * ( ) + -} stay, the rest becomes {@code _}; a long name is cut at its start. Never the name of a
   * temporary file.
   */
  public static String of(String name) {
    String safe = name.replaceAll("[^\\p{L}\\p{N} ._()+-]", "_").strip();
    if (safe.isEmpty() || safe.chars().allMatch(c -> c == '.')) {
      safe = "source" + safe.replace('.', '_');
    }
    while (safe.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
      safe = safe.substring(safe.offsetByCodePoints(0, 1));
    }
    return safe.startsWith(AtomicFile.TEMPORARY_PREFIX) ? "_" + safe.substring(1) : safe;
  }
}
