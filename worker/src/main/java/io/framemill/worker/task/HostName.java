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

  /** The printable host name; {@code unknown} if it cannot be determined. */
  static String get() {
    try {
      // InetAddress also queries DNS, which takes seconds where it is slow.
      return PrintableText.of(
          Files.isReadable(LINUX)
              ? Files.readString(LINUX).strip()
              : InetAddress.getLocalHost().getHostName());
    } catch (IOException e) {
      return "unknown";
    }
  }
}
