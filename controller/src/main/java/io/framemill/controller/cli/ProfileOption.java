package io.framemill.controller.cli;

import io.framemill.controller.profile.Profiles;
import io.framemill.protocol.Profile;
import picocli.CommandLine.Option;

/** Which profile a command uses. */
final class ProfileOption {
  @Option(
      names = {"-p", "--profile"},
      paramLabel = "PROFILE",
      defaultValue = Profiles.DEFAULT,
      description =
          "A built-in profile (see \"framemill profiles\") or a file that ends in .yaml."
              + " Default: ${DEFAULT-VALUE}")
  private String profile;

  Profile load() {
    return Profiles.load(profile);
  }
}
