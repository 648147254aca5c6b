package io.framemill.cli;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.Location;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Compares the package graph in docs/architecture.md with the code. */
class PackageGraphTest {
  private static final int MAX_CLASSES = 22;
  private static final String ROOT = "io.framemill.";
  private static final List<String> MODULES = List.of("protocol", "worker", "controller", "cli");
  private static final String BEGIN =
      "<!-- package graph, checked by PackageGraphTest -->\n```text\n";
  private static final String END = "```\n";
  private static final Path DOCUMENT =
      Path.of(System.getProperty("framemill.root"), "docs", "architecture.md");

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(PackageGraphTest::isMainCode)
          .importPackages(MODULES.stream().map(ROOT::concat).toArray(String[]::new));

  @Test
  void architectureDocument_packageGraph_isThatOfTheCode() throws IOException {
    String document = Files.readString(DOCUMENT);
    int begin = document.indexOf(BEGIN);
    assertThat(begin).as("begin of the graph in %s", DOCUMENT).isNotNegative();
    int end = document.indexOf(END, begin + BEGIN.length());
    String graph = graph();

    assertThat(document.substring(begin + BEGIN.length(), end))
        .withFailMessage("Replace the package graph in %s with:%n%s", DOCUMENT, graph)
        .isEqualTo(graph);
  }

  @Test
  void packages_classes_areFewEnoughToReadTheirNames() {
    Map<String, Long> counts =
        CLASSES.stream()
            .filter(type -> type.isTopLevelClass() && !type.getSimpleName().equals("package-info"))
            .collect(groupingBy(JavaClass::getPackageName, counting()));

    assertThat(counts).hasSizeGreaterThan(20);
    assertThat(counts.entrySet())
        .allSatisfy(entry -> assertThat(entry.getValue()).isLessThanOrEqualTo(MAX_CLASSES));
  }

  private static boolean isMainCode(Location location) {
    return !location.contains("/test-classes/")
        && !location.contains("-tests.jar")
        && !location.contains("/test/io/framemill/");
  }

  private static String graph() {
    Map<String, Set<String>> edges = new TreeMap<>(order());
    for (JavaClass type : CLASSES) {
      Set<String> targets = edges.computeIfAbsent(name(type), name -> new TreeSet<>(order()));
      for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
        JavaClass target = dependency.getTargetClass().getBaseComponentType();
        if (target.getPackageName().startsWith(ROOT) && !name(target).equals(name(type))) {
          targets.add(name(target));
        }
      }
    }
    return edges.entrySet().stream()
        .map(edge -> line(edge.getKey(), withoutIndirect(edge.getValue(), edges)))
        .collect(joining());
  }

  private static String line(String name, Set<String> targets) {
    return targets.isEmpty() ? name + "\n" : name + " -> " + String.join(", ", targets) + "\n";
  }

  /** Leaves out what another target depends on: the graph shows only the last step. */
  private static Set<String> withoutIndirect(Set<String> targets, Map<String, Set<String>> edges) {
    Set<String> indirect = new TreeSet<>();
    targets.forEach(target -> addReachable(target, edges, indirect));
    Set<String> direct = new TreeSet<>(order());
    direct.addAll(targets);
    direct.removeAll(indirect);
    return direct;
  }

  private static void addReachable(
      String from, Map<String, Set<String>> edges, Set<String> reached) {
    for (String target : edges.getOrDefault(from, Set.of())) {
      if (reached.add(target)) {
        addReachable(target, edges, reached);
      }
    }
  }

  private static String name(JavaClass type) {
    return type.getPackageName().substring(ROOT.length());
  }

  private static Comparator<String> order() {
    return Comparator.<String>comparingInt(name -> MODULES.indexOf(name.split("\\.")[0]))
        .thenComparing(Comparator.naturalOrder());
  }
}
