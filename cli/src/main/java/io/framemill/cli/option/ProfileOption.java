package io.framemill.cli.option;

import io.framemill.controller.profile.Profiles;
import io.framemill.protocol.rendition.Profile;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which profile a command uses, and which streams it takes in place of the profile's. */
public final class ProfileOption {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = {"-p", "--profile"},
      paramLabel = "PROFILE",
      defaultValue = Profiles.DEFAULT,
      description =
          "Name of a built-in profile (see \"framemill profiles\") or path of a .yaml file."
              + " Default: ${DEFAULT-VALUE}")
  private String profile;

  @Option(
      names = "--program",
      paramLabel = "N",
      description =
          "Number of the transport stream program to use (see \"framemill inspect\"). Replaces program"
              + " and videoStream of the profile. Default: the profile's, else the program with the best"
              + " video stream")
  private @Nullable Integer program;

  @Option(
      names = "--video-stream",
      paramLabel = "N",
      description =
          "Index of the video stream to use (see \"framemill inspect\"). Replaces program and"
              + " videoStream of the profile. Default: the profile's, else the best one")
  private @Nullable Integer videoStream;

  /**
   * Looks at the numbers, which costs nothing, before anything is begun.
   *
   * @throws ParameterException if no stream can have that number
   */
  public void check() {
    int maxProgram = Profile.Selection.MAX_PROGRAM;
    if (program != null && (program < 1 || program > maxProgram)) {
      throw wrong("--program: 1 to " + maxProgram + ", not " + program);
    }
    if (videoStream != null && videoStream < 0) {
      throw wrong("--video-stream: 0 or more, not " + videoStream);
    }
  }

  /**
   * The profile. If the command line chooses a programme or a video stream, the profile's choice of
   * both counts no more: a profile's stream may lie outside of the programme that is asked for.
   *
   * @throws ParameterException as {@link #check}
   */
  public Profile load() {
    check();
    Profile loaded = Profiles.load(profile);
    return program == null && videoStream == null
        ? loaded
        : loaded.withSelection(new Profile.Selection(program, videoStream));
  }

  private ParameterException wrong(String message) {
    return new ParameterException(command.commandLine(), message);
  }
}
