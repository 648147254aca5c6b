package io.framemill.testbroker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;

/**
 * Whether another process has ended. One whose parent is gone is inherited by process 1, which does
 * not reap it in a container that was started without an init: it stays as a zombie, which {@link
 * ProcessHandle#isAlive} takes for alive.
 */
public final class EndOfProcess {
  private EndOfProcess() {}

  /** True once it runs no more, reaped or not. */
  public static boolean hasCome(ProcessHandle process) {
    return !process.isAlive() || isZombie(process.pid());
  }

  /** Waits until it has ended. */
  public static void await(ProcessHandle process) {
    Awaitility.await().pollDelay(Duration.ZERO).until(() -> hasCome(process));
  }

  /** By proc(5); false where there is no such directory. */
  private static boolean isZombie(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
      return stat.substring(stat.lastIndexOf(')') + 1).startsWith(" Z");
    } catch (IOException e) {
      return false;
    }
  }
}
