package io.framemill.controller.store.database;

import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Connection settings of a PostgreSQL database. The password is never part of the URL, and never
 * shown.
 *
 * @param url {@code jdbc:postgresql://host:port/database?user=name}, with any further parameters of
 *     the PostgreSQL driver, such as {@code sslmode}
 * @param password null if the database requires none, or the driver finds it in {@code .pgpass}
 */
public record PostgresConfig(String url, @Nullable String password) {
  private static final String PREFIX = "jdbc:postgresql:";

  /**
   * Finds a secret in a parameter, or in the form {@code user:password@host}, which the driver does
   * not support.
   */
  private static final Pattern SECRET = Pattern.compile("(?i)[?&][a-z]*password=|//[^/?]*@");

  public PostgresConfig {
    Objects.requireNonNull(url, "url");
    if (!isUrl(url)) {
      throw new IllegalArgumentException("not an address like " + PREFIX + "//host/database");
    }
    if (SECRET.matcher(url).find()) {
      throw new IllegalArgumentException("a password does not belong in the address");
    }
  }

  /** Whether text is the URL of a PostgreSQL database. */
  public static boolean isUrl(String text) {
    return text.toLowerCase(Locale.ROOT).startsWith(PREFIX);
  }

  /** The database without its parameters, for messages. */
  public String address() {
    return url.replaceFirst("\\?.*", "");
  }

  @Override
  public String toString() {
    return "PostgresConfig[" + address() + "]";
  }
}
