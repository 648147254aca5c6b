package io.framemill.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/**
 * Id of a job. Safe as a file name and in a URL: 1 to 100 characters of {@code a-z 0-9 . _ -}, the
 * first a letter or digit.
 */
public record JobId(String value) {
  private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9._-]{0,99}");

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public JobId {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException("not a job id (a-z 0-9 . _ -, at most 100): " + value);
    }
  }

  @JsonValue
  @Override
  public String toString() {
    return value;
  }
}
