package io.framemill.cli.e2e.faults;

import java.io.IOException;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.nio.file.Path;
import java.security.ProtectionDomain;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * A Java agent under which Framemill and its libraries ask {@link SkewedClock} for the time of day.
 * What is measured by {@link System#nanoTime} does not change, as it does not when a machine's
 * clock is set.
 */
public final class ClockAgent implements ClassFileTransformer {
  private static final String SKEWED = SkewedClock.class.getName().replace('.', '/');

  /** Owner and name of the calls that are led elsewhere; the descriptors stay. */
  private static final Map<String, String> CALLS =
      Map.of(
          "java/lang/System.currentTimeMillis()J", "currentTimeMillis",
          "java/time/Clock.systemUTC()Ljava/time/Clock;", "systemUTC",
          "java/time/Instant.now()Ljava/time/Instant;", "now");

  private ClockAgent() {}

  /** Packs it. */
  static Path jar(Path file) throws IOException {
    return AgentJar.write(
        file,
        ClockAgent.class,
        List.of(SkewedClock.class, Redirection.class, Calls.class),
        ClassReader.class);
  }

  /** Called by the JVM; the argument is the file that {@link SkewedClock} follows. */
  public static void premain(String file, Instrumentation jvm) {
    SkewedClock.follow(Path.of(file));
    jvm.addTransformer(new ClockAgent());
  }

  @Override
  public byte @Nullable [] transform(
      ClassLoader loader,
      String name,
      Class<?> redefined,
      ProtectionDomain domain,
      byte[] classFile) {
    if (loader == null || name == null || name.equals(SKEWED)) {
      return null;
    }
    if (!name.startsWith("io/framemill/") && !name.startsWith("com/rabbitmq/")) {
      return null;
    }
    ClassReader reader = new ClassReader(classFile);
    ClassWriter writer = new ClassWriter(reader, 0);
    reader.accept(new Redirection(writer), 0);
    return writer.toByteArray();
  }

  private static final class Redirection extends ClassVisitor {
    Redirection(ClassVisitor next) {
      super(Opcodes.ASM9, next);
    }

    @Override
    public MethodVisitor visitMethod(
        int access,
        String name,
        String descriptor,
        @Nullable String signature,
        String @Nullable [] exceptions) {
      return new Calls(super.visitMethod(access, name, descriptor, signature, exceptions));
    }
  }

  private static final class Calls extends MethodVisitor {
    Calls(MethodVisitor next) {
      super(Opcodes.ASM9, next);
    }

    @Override
    public void visitMethodInsn(
        int opcode, String owner, String method, String type, boolean isInterface) {
      String other = CALLS.get(owner + "." + method + type);
      super.visitMethodInsn(
          opcode,
          other == null ? owner : SKEWED,
          other == null ? method : other,
          type,
          isInterface);
    }
  }
}
