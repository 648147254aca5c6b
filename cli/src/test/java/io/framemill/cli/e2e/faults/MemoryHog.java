package io.framemill.cli.e2e.faults;

import com.sun.tools.attach.AgentInitializationException;
import com.sun.tools.attach.AgentLoadException;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A Java agent that takes all the memory that a JVM can get, and keeps it. */
public final class MemoryHog {
  private static final String HEAP = "heap";
  private static final String NATIVE = "native";
  private static final int LARGE_BYTES = 1 << 20;
  private static final int SMALL_BYTES = 1 << 10;

  private static final List<Object> KEPT = new ArrayList<>();

  private MemoryHog() {}

  /** Packs it. */
  static Path jar(Path file) throws IOException {
    return AgentJar.write(file, MemoryHog.class, List.of(), MemoryHog.class);
  }

  /** Lets a JVM run out of heap. */
  static void takeHeap(ProcessHandle jvm, Path jar) {
    attach(jvm, jar, HEAP);
  }

  /** Lets a JVM run out of all other memory; for one that has a limit. */
  static void takeNative(ProcessHandle jvm, Path jar) {
    attach(jvm, jar, NATIVE);
  }

  /** Called by the JVM when the agent is attached. */
  public static void agentmain(String kind) {
    if (kind.equals(HEAP)) {
      while (true) {
        KEPT.add(new byte[LARGE_BYTES]);
      }
    }
    for (int size = LARGE_BYTES; size >= SMALL_BYTES; size /= 2) {
      try {
        while (true) {
          KEPT.add(ByteBuffer.allocateDirect(size));
        }
      } catch (OutOfMemoryError e) {
        continue; // A smaller piece may be left.
      }
    }
  }

  private static void attach(ProcessHandle jvm, Path jar, String kind) {
    try {
      VirtualMachine.attach("" + jvm.pid()).loadAgent(jar.toString(), kind);
    } catch (IOException
        | AttachNotSupportedException
        | AgentLoadException
        | AgentInitializationException e) {
      return; // It has ended, which is what was wanted, or happened before.
    }
  }
}
