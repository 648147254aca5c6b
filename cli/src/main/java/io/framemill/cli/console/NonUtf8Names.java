package io.framemill.cli.console;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * Files whose names are not valid UTF-8. On Linux a name is bytes; Java reads it from the command
 * line as text, with U+FFFD in place of what it cannot decode, and then finds no file of that name.
 */
public final class NonUtf8Names {
  private static final String UNDECODABLE = "\uFFFD";

  private NonUtf8Names() {}

  /**
   * Why a file that is there cannot be opened, and what to do; empty if its name is not the reason.
   *
   * @param file a path that was not found
   */
  public static Optional<String> problem(Path file) {
    Path absolute = file.toAbsolutePath().normalize();
    return absolute.toString().contains(UNDECODABLE)
        ? find(absolute).map(NonUtf8Names::advice)
        : Optional.empty();
  }

  /**
   * Makes sure that a directory that may not be there yet would be made under the name that was
   * meant.
   *
   * @throws UserException if not
   */
  public static void requireValid(Path directory) {
    Path absolute = directory.toAbsolutePath().normalize();
    if (absolute.toString().contains(UNDECODABLE) && !Files.exists(absolute)) {
      throw new UserException(
          ("%s: the path %s is not valid UTF-8, and Java cannot write to it; choose another with -o"
                  + " DIR")
              .formatted(directory, absolute));
    }
  }

  private static String advice(Path found) {
    String escaped = escaped(found);
    return ("not valid UTF-8: the path %s. Java cannot open it. Rename the file (for example with"
            + " convmv), or give it a second name with a plain path: ln $'%s' NEW-NAME")
        .formatted(escaped, escaped.replace("'", "\\'"));
  }

  /** The path as the file system has it: each part is looked for in its directory. */
  private static Optional<Path> find(Path file) {
    Path parent = file.getParent();
    if (Files.exists(file) || parent == null) {
      return Optional.of(file);
    }
    return find(parent).flatMap(directory -> child(directory, String.valueOf(file.getFileName())));
  }

  private static Optional<Path> child(Path directory, String name) {
    if (!name.contains(UNDECODABLE)) {
      return Optional.of(directory.resolve(name)).filter(Files::exists);
    }
    try (DirectoryStream<Path> children = Files.newDirectoryStream(directory)) {
      for (Path child : children) {
        if (String.valueOf(child.getFileName()).equals(name)) {
          return Optional.of(child);
        }
      }
      return Optional.empty();
    } catch (IOException | DirectoryIteratorException e) {
      // Not to be listed: what is in it cannot be told.
      return Optional.empty();
    }
  }

  /** As shells write it between {@code $'} and {@code '}: what is no UTF-8 in hexadecimal. */
  static String escaped(Path path) {
    ByteBuffer in = ByteBuffer.wrap(bytes(path));
    CharBuffer out = CharBuffer.allocate(4 * in.remaining());
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    while (true) {
      CoderResult result = decoder.decode(in, out, true);
      if (!result.isError()) {
        return out.flip().toString();
      }
      for (int i = 0; i < result.length(); i++) {
        out.put(String.format(Locale.ROOT, "\\x%02X", in.get()));
      }
    }
  }

  /** A path's bytes, which only its URI tells: those that are no plain ASCII are %XX in it. */
  private static byte[] bytes(Path path) {
    String uri = path.toUri().getRawPath();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < uri.length(); i++) {
      if (uri.charAt(i) == '%') {
        bytes.write(Integer.parseInt(uri, i + 1, i + 3, 16));
        i += 2;
      } else {
        bytes.write(uri.charAt(i));
      }
    }
    return bytes.toByteArray();
  }
}
