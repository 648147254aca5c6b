package io.framemill.controller.http;

import java.nio.charset.StandardCharsets;

/** What an uploaded file is called in the media directory. */
final class UploadName {
  private static final int MAX_BYTES = 200;

  private UploadName() {}

  /**
   * Fits a name to every file system and to the path of a URL: letters, digits, spaces and {@code .
   * _ ( ) + -} stay, the rest becomes {@code _}; a long name loses its beginning.
   */
  static String of(String name) {
    String safe = name.replaceAll("[^\\p{L}\\p{N} ._()+-]", "_").strip();
    if (safe.isEmpty() || safe.chars().allMatch(c -> c == '.')) {
      safe = "source" + safe.replace('.', '_');
    }
    while (safe.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
      safe = safe.substring(safe.offsetByCodePoints(0, 1));
    }
    return safe;
  }
}
