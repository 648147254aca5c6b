package io.framemill.protocol;

import java.util.Objects;

/** The release of this program: the one owner of its version. */
public final class Release {
  private Release() {}

  /**
   * As the build wrote it into this module's jar, such as {@code 0.1.0}; {@code development} where
   * classes do not come from a jar.
   */
  public static String version() {
    return Objects.requireNonNullElse(
        Release.class.getPackage().getImplementationVersion(), "development");
  }
}
