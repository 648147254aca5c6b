package io.framemill.controller.http.message;

import java.util.Objects;

/**
 * A problem document, RFC 9457.
 *
 * @param type {@link ProblemType#uri()}, or {@code about:blank} if the status says all
 * @param title the status in words
 * @param status the HTTP status
 * @param detail one line for users
 */
public record Problem(String type, String title, int status, String detail) {
  public static final String MEDIA_TYPE = "application/problem+json";

  private static final String STATUS_SAYS_ALL = "about:blank";

  public Problem {
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(title, "title");
    Objects.requireNonNull(detail, "detail");
  }

  public Problem(String title, int status, String detail) {
    this(STATUS_SAYS_ALL, title, status, detail);
  }
}
