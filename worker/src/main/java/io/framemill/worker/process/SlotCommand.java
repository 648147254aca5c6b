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
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a slot's JVM is started.
 *
 * @param java the java program
 * @param classPath the class path, in the form of {@code -cp}
 * @param mainClass name of the main class
 * @param classArchive a class data archive made with the same class path, which shortens the start;
 *     null for none. One that does not fit is ignored by the JVM
 */
public record SlotCommand(
    Path java, String classPath, String mainClass, @Nullable Path classArchive) {
  private static final Logger log = LoggerFactory.getLogger(SlotCommand.class);

  // Enough for Jackson and a plan of any length; pictures live outside the Java heap.
  private static final int HEAP_MEGABYTES = 128;

  /**
   * Without a limit the JVM would fill a third of the heap before it collects anything:
   * docs/performance.md, "Memory of a slot".
   */
  private static final int YOUNG_MEGABYTES = 8;

  /** What a slot's memory may grow by without being given back: as good as no limit. */
  private static final String KEPT_BYTES = Integer.toString(1 << 30);

  /**
   * The largest block that is kept. Older versions of glibc refuse more, and fall back to little.
   */
  private static final String KEPT_BLOCK_BYTES = Integer.toString(1 << 25);

  /** Set by the launcher: the path of an archive that {@link #startToArchive} made. */
  private static final String CLASS_ARCHIVE_PROPERTY = "framemill.slot.archive";

  /**
   * How the names of the jars begin that a slot has a use for. It gets no others: what it does not
   * have need not be searched at its start, and nobody who breaks into it finds a database there.
   */
  private static final List<String> JARS =
      List.of(
          "ffmpeg-", "framemill-protocol-", "framemill-worker-", "jackson-", "javacpp-", "slf4j-");

  /** Names of what a slot may see of our environment. No credentials, no JVM options. */
  private static final Set<String> ENVIRONMENT =
      Set.of("HOME", "LD_LIBRARY_PATH", "LOCALAPPDATA", "PATH", "SYSTEMROOT", "USERPROFILE");

  public SlotCommand {
    Objects.requireNonNull(java, "java");
    Objects.requireNonNull(classPath, "classPath");
    Objects.requireNonNull(mainClass, "mainClass");
  }

  /**
   * Slots that run on the Java of this process and their part of its class path, and on the class
   * data archive that the launcher made for both, if it did.
   */
  public static SlotCommand ofThisJvm() {
    String archive = System.getProperty(CLASS_ARCHIVE_PROPERTY);
    return new SlotCommand(
        Path.of(System.getProperty("java.home"), "bin", "java"),
        classPathOf(System.getProperty("java.class.path")),
        SlotMain.class.getName(),
        archive == null ? null : Path.of(archive));
  }

  /** The same with another main program. */
  public SlotCommand withMainClass(String name) {
    return new SlotCommand(java, classPath, name, classArchive);
  }

  /** The same with a class data archive. */
  public SlotCommand withClassArchive(Path archive) {
    return new SlotCommand(java, classPath, mainClass, archive);
  }

  /** A slot's part of a class path: directories, and the jars that it has a use for. */
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
   * Starts a slot which keeps all classes that it has loaded, once its input ends.
   *
   * @param archive where it keeps them: a class data archive for other slots of this command
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
   * @param name of the slot: the JVM's report of a crash goes to a file of that name, in place of
   *     the last one, so that a source that crashes each slot does not fill the disk
   * @param temporary a private directory for that and for all other temporary files
   */
  public List<String> arguments(String name, Path temporary) {
    List<String> arguments = new ArrayList<>();
    arguments.add(java.toString());
    arguments.add("-Xmx" + HEAP_MEGABYTES + "m");
    arguments.add("-Xmn" + YOUNG_MEGABYTES + "m");
    arguments.add("-XX:+UseSerialGC");
    // Little Java runs in a slot: what it compiles comes from the time that encoding has.
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
    // Java 24 and later warn of native libraries otherwise.
    arguments.add("--enable-native-access=ALL-UNNAMED");
    arguments.add("-Dfile.encoding=UTF-8");
    // 0 is no limit. JavaCPP would refuse memory beyond four times the heap; the supervisor
    // watches.
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

  /** Reduces our environment to what a slot may see, and adds what the native libraries need. */
  public void applyTo(Map<String, String> environment, Path temporary) {
    environment.keySet().removeIf(name -> !ENVIRONMENT.contains(name.toUpperCase(Locale.ROOT)));
    environment.put("TMPDIR", temporary.toString());
    // Under a locale that is not UTF-8, Java cannot open a file with any other letter in its name.
    environment.put("LC_ALL", "C.UTF-8");
    // glibc keeps up to eight arenas for each core otherwise, and a slot's memory never shrinks.
    environment.put("MALLOC_ARENA_MAX", "2");
    // Encoders free and allocate hundreds of megabytes from chunk to chunk. By default glibc gives
    // each large block back to Linux, which then has to clear it again: a third of all page faults.
    environment.put("MALLOC_MMAP_THRESHOLD_", KEPT_BLOCK_BYTES);
    environment.put("MALLOC_TRIM_THRESHOLD_", KEPT_BYTES);
    // SVT-AV1 writes to the terminal past libav's log; 1 is errors only.
    environment.put("SVT_LOG", "1");
  }

  /**
   * Where JavaCPP unpacks FFmpeg's libraries, and loads them from the next time. By itself it would
   * take a name in the temporary directory of the machine that anybody can guess, if the user has
   * no home that can be written to.
   *
   * @param home counts if nobody else can put a library there, or could replace a directory on the
   *     way to it. It does not if it is {@code /tmp} or shared by users
   * @param temporary a private directory of this user, which is taken otherwise
   */
  public static Path libraryCache(Path home, Path temporary) {
    Path own = home.resolve(".javacpp");
    Path cache = own.resolve("cache");
    try {
      UserPrincipal user = Files.getOwner(temporary);
      // Without a home, the JVM says "?".
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
