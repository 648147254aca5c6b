package io.framemill.worker.task;

import io.framemill.protocol.text.PrintableText;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;

/** The name of this machine. */
final class HostName {
  private static final Path LINUX = Path.of("/proc/sys/kernel/hostname");

  private HostName() {}

  /** The name, printable; {@code unknown} if nothing tells it. */
  static String get() {
    try {
      // Java's own way asks DNS too, and takes seconds where that is slow.
      return PrintableText.of(
          Files.isReadable(LINUX)
              ? Files.readString(LINUX).strip()
              : InetAddress.getLocalHost().getHostName());
    } catch (IOException e) {
      return "unknown";
    }
  }
}
