package io.framemill.controller.http.message;

import java.util.Objects;

/**
 * A problem document, RFC 9457.
 *
 * @param type always {@code about:blank}: the status says what kind it is
 * @param title the status in words
 * @param status the HTTP status
 * @param detail one line for people
 */
public record Problem(String type, String title, int status, String detail) {
  public static final String MEDIA_TYPE = "application/problem+json";

  public Problem {
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(title, "title");
    Objects.requireNonNull(detail, "detail");
  }

  public Problem(String title, int status, String detail) {
    this("about:blank", title, status, detail);
  }
}
