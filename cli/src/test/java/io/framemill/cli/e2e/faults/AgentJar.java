package io.framemill.cli.e2e.faults;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** Packs classes of the tests as a Java agent, for a JVM that knows nothing of the tests. */
final class AgentJar {
  private AgentJar() {}

  /**
   * Writes the jar.
   *
   * @param agent has {@code premain} and {@code agentmain}
   * @param others classes that it needs, nested ones included
   * @param library a class of a library that it needs; the agent itself if it needs none
   */
  static Path write(Path file, Class<?> agent, List<Class<?>> others, Class<?> library)
      throws IOException {
    Manifest manifest = new Manifest();
    Attributes attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.put(new Attributes.Name("Premain-Class"), agent.getName());
    attributes.put(new Attributes.Name("Agent-Class"), agent.getName());
    attributes.put(
        Attributes.Name.CLASS_PATH,
        library.getProtectionDomain().getCodeSource().getLocation().toString());
    try (OutputStream out = Files.newOutputStream(file);
        JarOutputStream jar = new JarOutputStream(out, manifest)) {
      add(jar, agent);
      for (Class<?> other : others) {
        add(jar, other);
      }
    }
    return file;
  }

  private static void add(JarOutputStream jar, Class<?> type) throws IOException {
    String name = type.getName().replace('.', '/') + ".class";
    jar.putNextEntry(new JarEntry(name));
    try (InputStream in = type.getResourceAsStream("/" + name)) {
      in.transferTo(jar);
    }
    jar.closeEntry();
  }
}
