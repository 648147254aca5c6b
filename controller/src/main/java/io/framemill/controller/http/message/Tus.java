package io.framemill.controller.http.message;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Header names and values of tus 1.0.0 (tus.io/protocols/resumable-upload). */
public final class Tus {
  public static final String VERSION = "1.0.0";
  public static final String EXTENSIONS = "creation,checksum,expiration,termination";
  public static final String CHECKSUM_ALGORITHMS = "sha1,sha256,sha512";
  public static final String PIECE_TYPE = "application/offset+octet-stream";

  public static final String RESUMABLE = "Tus-Resumable";
  public static final String OFFSET = "Upload-Offset";
  public static final String LENGTH = "Upload-Length";
  public static final String METADATA = "Upload-Metadata";
  public static final String CHECKSUM = "Upload-Checksum";
  public static final String EXPIRES = "Upload-Expires";

  private static final String FILE_NAME = "filename";

  private Tus() {}

  /** Encodes the metadata of a file with that name. */
  public static String metadata(String fileName) {
    return FILE_NAME + " " + Base64.getEncoder().encodeToString(bytes(fileName));
  }

  /**
   * Reads the file's name from the metadata: comma-separated pairs of a key and a Base64 value.
   *
   * @throws IllegalArgumentException if it is not Base64
   */
  public static Optional<String> fileName(@Nullable String metadata) {
    for (String pair : metadata == null ? new String[0] : metadata.split(",")) {
      String[] parts = pair.strip().split(" ", 2);
      if (parts[0].equals(FILE_NAME) && parts.length == 2) {
        return Optional.of(
            new String(Base64.getDecoder().decode(parts[1]), StandardCharsets.UTF_8));
      }
    }
    return Optional.empty();
  }

  /** Formats a time as HTTP date, RFC 9110 section 5.6.7. */
  public static String date(Instant time) {
    return DateTimeFormatter.RFC_1123_DATE_TIME.format(time.atOffset(ZoneOffset.UTC));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
