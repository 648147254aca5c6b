package io.framemill.controller.http.guard;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The bearer token of a client of the HTTP API (RFC 6750). Never shown, not even by {@link
 * #toString}.
 */
public final class AccessToken {
  /** The {@code b64token} of RFC 6750 section 2.1; long enough to defy guessing. */
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/-]{16,1024}=*");

  private static final String SCHEME = "Bearer ";

  private final String secret;

  /**
   * @param secret at least 16 letters, digits and {@code -._~+/}
   * @throws IllegalArgumentException if it is invalid; the message does not contain it
   */
  public AccessToken(String secret) {
    if (!TOKEN.matcher(secret).matches()) {
      throw new IllegalArgumentException("a token has 16 to 1024 letters, digits and -._~+/");
    }
    this.secret = secret;
  }

  /** The value of the {@code Authorization} header with this token. */
  public String header() {
    return SCHEME + secret;
  }

  /** Whether a header contains this token; in constant time. */
  boolean isProvenBy(@Nullable String header) {
    return header != null
        && header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
        && MessageDigest.isEqual(bytes(secret), bytes(header.substring(SCHEME.length()).strip()));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return "AccessToken[secret]";
  }
}
