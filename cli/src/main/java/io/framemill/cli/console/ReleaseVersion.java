package io.framemill.cli.console;

import java.util.Objects;
import picocli.CommandLine.IVersionProvider;

/** The program's version, as the build wrote it into the jar. */
public final class ReleaseVersion implements IVersionProvider {
  /** Such as {@code 0.1.0}; {@code development} where classes do not come from a jar. */
  public static String version() {
    return Objects.requireNonNullElse(
        ReleaseVersion.class.getPackage().getImplementationVersion(), "development");
  }

  @Override
  public String[] getVersion() {
    return new String[] {"framemill " + version()};
  }
}
