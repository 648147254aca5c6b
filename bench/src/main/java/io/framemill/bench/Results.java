package io.framemill.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.Stream;

/** What a benchmark writes as JSON: its figures, and where they were measured. */
final class Results {
  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private final Path file;
  private final ObjectNode root = MAPPER.createObjectNode();

  /**
   * @param file where {@link #write} writes
   */
  Results(String benchmark, Path file) throws IOException {
    this.file = file;
    root.put("benchmark", benchmark);
    root.put("at", Instant.now().toString());
    root.put("processor", processor());
    root.put("cores", Runtime.getRuntime().availableProcessors());
    root.put("kernel", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    root.put("java", System.getProperty("java.vm.version"));
  }

  /** Adds anything that Jackson can write. */
  void put(String name, Object value) {
    root.set(name, MAPPER.valueToTree(value));
  }

  /** Writes the file and says where it is. */
  void write() throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    MAPPER.writeValue(file.toFile(), root);
    System.out.printf(Locale.ROOT, "%nwritten: %s%n", file);
  }

  private static String processor() throws IOException {
    Path file = Path.of("/proc/cpuinfo");
    if (!Files.exists(file)) {
      return System.getProperty("os.arch");
    }
    try (Stream<String> lines = Files.lines(file)) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 2))
          .findFirst()
          .orElse(System.getProperty("os.arch"));
    }
  }

  /** Deletes a directory with all that is in it. */
  static void delete(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
