package io.framemill.protocol.broker;

import java.util.Objects;

/**
 * User and password for a broker.
 *
 * @param user its name there
 * @param password never shown
 */
public record BrokerCredentials(String user, String password) {
  public BrokerCredentials {
    Objects.requireNonNull(user, "user");
    Objects.requireNonNull(password, "password");
  }

  /**
   * Parses {@code user:password}.
   *
   * @throws IllegalArgumentException if it has another form; the message does not contain it
   */
  public static BrokerCredentials parse(String text) {
    int colon = text.indexOf(':');
    if (colon < 1 || text.lines().count() != 1) {
      throw new IllegalArgumentException("not one line \"user:password\"");
    }
    return new BrokerCredentials(text.substring(0, colon), text.substring(colon + 1));
  }

  /** Omits the password. */
  @Override
  public String toString() {
    return "BrokerCredentials[" + user + ":***]";
  }
}
