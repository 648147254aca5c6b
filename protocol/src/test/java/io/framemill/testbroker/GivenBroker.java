package io.framemill.testbroker;

import java.net.URI;

/** A broker that somebody else runs, named by the environment. */
record GivenBroker(URI uri) implements AmqpBroker {
  static final String VARIABLE = "FRAMEMILL_TEST_BROKER";

  @Override
  public String description() {
    return "the one that " + VARIABLE + " names, on " + uri.getHost();
  }

  @Override
  public void close() {
    // Not ours to end.
  }
}
