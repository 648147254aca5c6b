package io.framemill.cli.console;

import io.framemill.protocol.Release;
import picocli.CommandLine.IVersionProvider;

/** Shows the release at {@code --version}. */
public final class ReleaseVersion implements IVersionProvider {
  @Override
  public String[] getVersion() {
    return new String[] {"framemill " + Release.version()};
  }
}
