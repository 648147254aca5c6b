package io.framemill.controller.profile;

import io.framemill.protocol.rendition.Profile;
import io.framemill.protocol.storage.AtomicFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Loads profiles by name or file. */
public final class Profiles {
  /** The profile that is used if none is given. */
  public static final String DEFAULT = "hls-h264";

  private static final List<String> BUILT_IN =
      List.of(DEFAULT, "hls-h264-quality", "hls-hevc", "hls-av1", "hls-vp9");
  private static final List<String> EXTENSIONS = List.of(".yaml", ".yml");
  private static final long MAX_BYTES = 1 << 20;

  private Profiles() {}

  /** The names of the built-in profiles, the default first. */
  public static List<String> builtInNames() {
    return BUILT_IN;
  }

  /**
   * Loads a profile.
   *
   * @param nameOrFile a built-in name, or a file if it ends in {@code .yaml} or {@code .yml} or has
   *     a directory
   * @throws ProfileException if it does not exist or is invalid
   */
  public static Profile load(String nameOrFile) {
    if (BUILT_IN.contains(nameOrFile)) {
      return builtIn(nameOrFile);
    }
    if (looksLikeFile(nameOrFile)) {
      return fromFile(Path.of(nameOrFile));
    }
    throw new ProfileException(
        "No profile named \"%s\". Built in: %s; a file of your own ends in .yaml"
            .formatted(nameOrFile, String.join(", ", BUILT_IN)));
  }

  /**
   * Returns the YAML of a built-in profile.
   *
   * @throws IllegalArgumentException if no built-in profile has that name
   */
  public static String yaml(String builtInName) {
    if (!BUILT_IN.contains(builtInName)) {
      throw new IllegalArgumentException("not a built-in profile: " + builtInName);
    }
    return builtInText(builtInName);
  }

  private static Profile builtIn(String name) {
    return ProfileReader.read(name, name + ".yaml", builtInText(name));
  }

  private static String builtInText(String name) {
    String resource = "/profiles/" + name + ".yaml";
    try (InputStream in = Profiles.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("Not in the program: " + resource);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("Cannot read " + resource, e);
    }
  }

  private static Profile fromFile(Path file) {
    return ProfileReader.read(profileName(file), file.toString(), text(file));
  }

  private static String text(Path file) {
    try {
      if (Files.isRegularFile(file) && Files.size(file) > MAX_BYTES) {
        throw new ProfileException("Not a profile: " + file + " is larger than 1 MiB");
      }
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw new ProfileException("No such profile file: " + file, e);
    } catch (MalformedInputException e) {
      throw new ProfileException("Not a profile: " + file + " is not UTF-8 text", e);
    } catch (IOException e) {
      throw new ProfileException(
          "Profile cannot be read: " + file + " (" + AtomicFile.why(e) + ")", e);
    }
  }

  private static boolean looksLikeFile(String nameOrFile) {
    return nameOrFile.contains("/")
        || nameOrFile.contains("\\")
        || EXTENSIONS.stream().anyMatch(lowerCase(nameOrFile)::endsWith);
  }

  /**
   * The file's name without extension, with characters that profile names do not allow replaced.
   */
  private static String profileName(Path file) {
    String name = String.valueOf(file.getFileName());
    for (String extension : EXTENSIONS) {
      if (lowerCase(name).endsWith(extension)) {
        name = name.substring(0, name.length() - extension.length());
      }
    }
    String safe = name.replaceAll("[^a-zA-Z0-9._-]+", "-").replaceAll("^[._-]+", "");
    return safe.isEmpty() ? "profile" : safe.substring(0, Math.min(60, safe.length()));
  }

  private static String lowerCase(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
