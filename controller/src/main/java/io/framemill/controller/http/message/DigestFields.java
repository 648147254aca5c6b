package io.framemill.controller.http.message;

import io.framemill.controller.upload.Checksum;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the headers that contain the digest of a body. */
public final class DigestFields {
  /** One member of the dictionary of RFC 9530 section 2, for the supported hashes. */
  private static final Pattern MEMBER =
      Pattern.compile("(?:^|,)\\s*(sha-256|sha-512)=:([A-Za-z0-9+/=]*):");

  /** Java's hash names by those of tus, which requires SHA-1. */
  private static final Map<String, String> TUS_ALGORITHMS =
      Map.of("sha1", "SHA-1", "sha256", "SHA-256", "sha512", "SHA-512");

  private DigestFields() {}

  /**
   * Reads the hash of the whole file: {@code Repr-Digest}, or {@code Content-Digest} where the
   * content is the whole file.
   *
   * @return null if there is none of a supported algorithm
   */
  public static @Nullable Checksum ofFile(Context ctx) {
    for (String name : new String[] {"Repr-Digest", "Content-Digest"}) {
      String header = ctx.header(name);
      Matcher member = MEMBER.matcher(header == null ? "" : header);
      if (member.find()) {
        return checksum(member.group(1).toUpperCase(Locale.ROOT), member.group(2), name);
      }
    }
    return null;
  }

  /** Reads the hash of one part of a tus upload: {@code Upload-Checksum}; null if there is none. */
  public static @Nullable Checksum ofPiece(Context ctx) {
    String header = ctx.header(Tus.CHECKSUM);
    if (header == null) {
      return null;
    }
    String[] parts = header.split(" ", 2);
    String algorithm = TUS_ALGORITHMS.get(parts[0]);
    if (algorithm == null || parts.length < 2) {
      throw new BadRequestResponse(
          Tus.CHECKSUM + " is one of " + Tus.CHECKSUM_ALGORITHMS + " and a hash in Base64");
    }
    return checksum(algorithm, parts[1], Tus.CHECKSUM);
  }

  private static Checksum checksum(String algorithm, String base64, String header) {
    try {
      return new Checksum(algorithm, base64);
    } catch (IllegalArgumentException e) {
      throw new BadRequestResponse(header + ": " + e.getMessage());
    }
  }
}
