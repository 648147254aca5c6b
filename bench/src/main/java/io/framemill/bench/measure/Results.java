package io.framemill.bench.measure;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.bytedeco.ffmpeg.global.avutil;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * What a benchmark writes as JSON: its figures, what it was asked for, and where and of what they
 * were measured.
 */
public final class Results {
  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  @Spec(Spec.Target.MIXEE)
  private CommandSpec benchmark = CommandSpec.create();

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Where the figures go. Default: target/bench/NAME.json.")
  private @Nullable Path file;

  private final Instant start = Instant.now();
  private final ObjectNode figures = MAPPER.createObjectNode();

  /** Adds anything that Jackson can write. */
  public void put(String name, Object value) {
    figures.set(name, MAPPER.valueToTree(value));
  }

  /** Writes the file and says where it is. */
  public void write() throws IOException {
    ObjectNode root = MAPPER.createObjectNode();
    root.put("benchmark", benchmark.name());
    root.put("at", start.toString());
    root.put("commit", System.getProperty("framemill.commit"));
    root.put("ffmpeg", avutil.av_version_info().getString());
    root.put("java", System.getProperty("java.vm.version"));
    root.put("processor", processor());
    root.put("cores", Runtime.getRuntime().availableProcessors());
    root.put("kernel", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    root.set("inputs", MAPPER.valueToTree(inputs()));
    root.setAll(figures);
    Path target = file == null ? Path.of("target", "bench", benchmark.name() + ".json") : file;
    Files.createDirectories(target.toAbsolutePath().getParent());
    MAPPER.writeValue(target.toFile(), root);
    System.out.printf(Locale.ROOT, "%nwritten: %s%n", target);
  }

  /** All options and parameters; of files only their names, which say nothing of the machine. */
  private Map<String, Object> inputs() {
    Map<String, Object> inputs = new LinkedHashMap<>();
    for (ArgSpec argument : benchmark.args()) {
      if (argument.isOption() && ((OptionSpec) argument).names()[0].equals("--json")) {
        continue;
      }
      Object value = argument.getValue();
      String name =
          argument.isOption()
              ? ((OptionSpec) argument).longestName().substring("--".length())
              : argument.paramLabel();
      if (!List.of("help", "version").contains(name)) {
        inputs.put(name, plain(value));
      }
    }
    return inputs;
  }

  private static @Nullable Object plain(@Nullable Object value) {
    if (value instanceof Path path) {
      return path.getFileName().toString();
    }
    return value instanceof List<?> list ? list.stream().map(Results::plain).toList() : value;
  }

  private static String processor() throws IOException {
    Path cpus = Path.of("/proc/cpuinfo");
    if (!Files.exists(cpus)) {
      return System.getProperty("os.arch");
    }
    try (Stream<String> lines = Files.lines(cpus)) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 2))
          .findFirst()
          .orElse(System.getProperty("os.arch"));
    }
  }
}
