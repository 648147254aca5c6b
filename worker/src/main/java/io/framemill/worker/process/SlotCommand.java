package io.framemill.worker.process;

import io.framemill.protocol.storage.FileModes;
import io.framemill.protocol.storage.TemporaryDirectory;
import io.framemill.worker.slot.SlotMain;
import io.framemill.worker.slot.StderrLogProvider;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Command line of a slot's JVM.
 *
 * @param java the java program
 * @param classPath the class path, in the form of {@code -cp}
 * @param mainClass name of the main class
 * @param classArchive a class data archive made with the same class path, which shortens the start;
 *     null for none. The JVM ignores an archive that does not match
 */
public record SlotCommand(
    Path java, String classPath, String mainClass, @Nullable Path classArchive) {
  private static final Logger log = LoggerFactory.getLogger(SlotCommand.class);

  // Enough for Jackson and a plan of any length; pictures are outside of the Java heap.
  private static final int HEAP_MEGABYTES = 128;

  /**
   * Without a limit the JVM fills a third of the heap before its first collection:
   * docs/performance.md, "Memory of a slot".
   */
  private static final int YOUNG_MEGABYTES = 8;

  /** Memory that glibc keeps instead of returning it: practically no limit. */
  private static final String KEPT_BYTES = Integer.toString(1 << 30);

  /**
   * The largest block that glibc keeps. Older versions reject larger values and fall back to a
   * small one.
   */
  private static final String KEPT_BLOCK_BYTES = Integer.toString(1 << 25);

  /** Set by the launcher: the path of an archive that {@link #startToArchive} made. */
  private static final String CLASS_ARCHIVE_PROPERTY = "framemill.slot.archive";

  /**
   * Name prefixes of the jars that a slot needs. It gets no others, which makes its start faster
   * and leaves an attacker without a database driver.
   */
  private static final List<String> JARS =
      List.of(
          "ffmpeg-", "framemill-protocol-", "framemill-worker-", "jackson-", "javacpp-", "slf4j-");

  /** Environment variables that a slot inherits. No credentials, no JVM options. */
  private static final Set<String> ENVIRONMENT =
      Set.of("HOME", "LD_LIBRARY_PATH", "LOCALAPPDATA", "PATH", "SYSTEMROOT", "USERPROFILE");

  /**
   * The command for the Java of this process with the needed part of its class path, and the class
   * data archive of the launcher, if any.
   */
  public static SlotCommand ofThisJvm() {
    String archive = System.getProperty(CLASS_ARCHIVE_PROPERTY);
    return new SlotCommand(
        Path.of(System.getProperty("java.home"), "bin", "java"),
        classPathOf(System.getProperty("java.class.path")),
        SlotMain.class.getName(),
        archive == null ? null : Path.of(archive));
  }

  /** The part of a class path that a slot needs: directories, and some of the jars. */
  public static String classPathOf(String classPath) {
    return Stream.of(classPath.split(File.pathSeparator))
        .filter(SlotCommand::isOfUse)
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static boolean isOfUse(String entry) {
    String name = entry.substring(entry.lastIndexOf(File.separatorChar) + 1);
    return !name.endsWith(".jar") || JARS.stream().anyMatch(name::startsWith);
  }

  /** Starts a process; its name is that of {@link #arguments}. */
  Process start(String name) throws IOException {
    Path temporary = TemporaryDirectory.ofThisProcess().path();
    return start(arguments(name, temporary), temporary);
  }

  /**
   * Starts a slot that archives all loaded classes once its input ends.
   *
   * @param archive the class data archive to create, for other slots of this command
   */
  Process startToArchive(Path archive) throws IOException {
    Path temporary = TemporaryDirectory.ofThisProcess().path();
    List<String> arguments = arguments("slot-to-archive", temporary);
    arguments.add(1, "-XX:ArchiveClassesAtExit=" + archive);
    return start(arguments, temporary);
  }

  private Process start(List<String> arguments, Path temporary) throws IOException {
    List<String> words = SlotLauncher.prefix();
    words.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(words);
    applyTo(builder.environment(), temporary);
    return builder.start();
  }

  /**
   * The program and its arguments.
   *
   * @param name name of the slot: the JVM's crash report goes to a file of that name and replaces
   *     the last one, so that a source that crashes each slot does not fill the disk
   * @param temporary a private directory for crash reports and all other temporary files
   */
  public List<String> arguments(String name, Path temporary) {
    List<String> arguments = new ArrayList<>();
    arguments.add(java.toString());
    arguments.add("-Xmx" + HEAP_MEGABYTES + "m");
    arguments.add("-Xmn" + YOUNG_MEGABYTES + "m");
    arguments.add("-XX:+UseSerialGC");
    // C1 only: little Java runs in a slot, and C2 would take CPU time from the encoders.
    arguments.add("-XX:TieredStopAtLevel=1");
    arguments.add("-XX:CompileThresholdScaling=10");
    arguments.add("-XX:-UsePerfData");
    arguments.add("-XX:+ExitOnOutOfMemoryError");
    arguments.add("-XX:-CreateCoredumpOnCrash");
    arguments.add("-XX:ErrorFile=" + temporary.resolve(name + "-crash.log"));
    arguments.add("-Djava.io.tmpdir=" + temporary);
    arguments.add("-XX:+DisplayVMOutputToStderr");
    if (classArchive != null) {
      arguments.add("-XX:SharedArchiveFile=" + classArchive);
      arguments.add("-Xshare:auto");
    }
    // Java 24 and later otherwise warn about native libraries.
    arguments.add("--enable-native-access=ALL-UNNAMED");
    arguments.add("-Dfile.encoding=UTF-8");
    // 0 means no limit. JavaCPP would otherwise refuse memory beyond four times the heap; the
    // supervisor enforces limits.
    arguments.add("-Dorg.bytedeco.javacpp.maxBytes=0");
    arguments.add("-Dorg.bytedeco.javacpp.maxPhysicalBytes=0");
    Path home = Path.of(System.getProperty("user.home"));
    arguments.add("-Dorg.bytedeco.javacpp.cachedir=" + libraryCache(home, temporary));
    arguments.add("-Dslf4j.provider=" + StderrLogProvider.class.getName());
    arguments.add("-Dslf4j.internal.verbosity=WARN");
    arguments.add("-cp");
    arguments.add(classPath);
    arguments.add(mainClass);
    return arguments;
  }

  /** Reduces the environment to what a slot may see, and adds settings of the native libraries. */
  public void applyTo(Map<String, String> environment, Path temporary) {
    environment.keySet().removeIf(name -> !ENVIRONMENT.contains(name.toUpperCase(Locale.ROOT)));
    environment.put("TMPDIR", temporary.toString());
    // With a locale other than UTF-8, Java cannot open files with non-ASCII names.
    environment.put("LC_ALL", "C.UTF-8");
    // Otherwise glibc keeps up to eight arenas for each core, and a slot's memory never shrinks.
    environment.put("MALLOC_ARENA_MAX", "2");
    // Encoders free and allocate hundreds of megabytes between chunks. By default glibc returns
    // each large block to Linux, which has to clear it again: a third of all page faults.
    environment.put("MALLOC_MMAP_THRESHOLD_", KEPT_BLOCK_BYTES);
    environment.put("MALLOC_TRIM_THRESHOLD_", KEPT_BYTES);
    // SVT-AV1 writes to the terminal, not to libav's log; 1 means errors only.
    environment.put("SVT_LOG", "1");
  }

  /**
   * Directory to which JavaCPP unpacks FFmpeg's libraries, and from which it loads them later. If
   * the user has no writable home, JavaCPP would use a predictable name in the machine's temporary
   * directory.
   *
   * @param home used if no other user can put a library there or replace a parent directory; not if
   *     it is {@code /tmp} or shared by users
   * @param temporary a private directory of this user, used otherwise
   */
  public static Path libraryCache(Path home, Path temporary) {
    Path own = home.resolve(".javacpp");
    Path cache = own.resolve("cache");
    try {
      UserPrincipal user = Files.getOwner(temporary);
      // Without a home, the JVM reports "?".
      if (home.isAbsolute() && FileModes.isWritableOnlyBy(user, home)) {
        Files.createDirectories(cache, FileModes.PRIVATE.ofDirectory());
        if (FileModes.isWritableOnlyBy(user, own)
            && FileModes.isWritableOnlyBy(user, cache)
            && Files.isWritable(cache)) {
          return cache;
        }
      }
    } catch (IOException e) {
      log.debug("No libraries in {}: {}", cache, e.toString());
    }
    return temporary.resolve("javacpp");
  }
}
