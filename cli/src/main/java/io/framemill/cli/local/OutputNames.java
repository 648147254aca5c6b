package io.framemill.cli.local;

import io.framemill.protocol.text.PrintableText;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Directories of the output, called after the sources. */
public final class OutputNames {
  private OutputNames() {}

  /**
   * One name for each file, in order: the file's without its extension, and with a number where two
   * would be the same (on a file system that ignores case, too). What is not printable becomes _.
   */
  public static List<String> of(List<Path> files) {
    Set<String> taken = new HashSet<>();
    return files.stream().map(file -> free(base(printable(file)), taken)).toList();
  }

  private static String printable(Path file) {
    return PrintableText.replace(SourceFiles.name(file), '_');
  }

  private static String free(String base, Set<String> taken) {
    String name = base;
    for (int i = 2; !taken.add(name.toLowerCase(Locale.ROOT)); i++) {
      name = base + "-" + i;
    }
    return name;
  }

  private static String base(String fileName) {
    int dot = fileName.lastIndexOf('.');
    String base = dot > 0 ? fileName.substring(0, dot) : fileName;
    return base.matches("\\.+") ? fileName : base;
  }
}
