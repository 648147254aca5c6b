package io.framemill.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.framemill.protocol.storage.AtomicFile;
import io.framemill.testbroker.EndOfProcess;
import io.framemill.worker.testmedia.DecodedMedia;
import io.framemill.worker.testmedia.TestClip;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Damages small files at random, though the same way each time, and puts all of them through one
 * program: each job ends as done or as failed with a reason, nothing hangs, dies or is left behind.
 * {@code scripts/fuzz.sh} runs more of them.
 */
class FuzzIT {
  private static final int COUNT = Integer.getInteger("framemill.fuzz.count", 300);
  private static final long SEED = Long.getLong("framemill.fuzz.seed", 1);
  private static final int MAX_PER_PROGRAM = 300;

  /** So many of those that are done are decoded, because that takes long. */
  private static final int DECODED = 40;

  @TempDir Path directory;
  private final List<Path> originals = new ArrayList<>();
  private final Set<ProcessHandle> slots = new HashSet<>();

  @BeforeEach
  void makeOriginals() throws IOException {
    originals.add(
        clip("a.mp4").bFrames().sound(2000).muxerOption("movflags", "+faststart").write());
    originals.add(clip("a.ts").sound(2000).write());
    originals.add(clip("a.mkv").bFrames().sound(2000).write());
    originals.add(clip("a.webm").videoCodec("libvpx-vp9").videoOption("cpu-used", "8").write());
    Files.writeString(
        directory.resolve("tiny.yaml"),
        """
        encodes:
          - height: 36
            maxRateKbps: 100
            preset: ultrafast
        packaging:
          segmentSeconds: 0.5
        """);
  }

  private TestClip clip(String name) {
    return TestClip.at(directory.resolve(name)).size(64, 36).frameRate(12, 1).frames(24).gop(6);
  }

  @Test
  void transcode_damagedFiles_areDoneOrFailedWithAReason() throws IOException {
    for (int first = 0; first < COUNT; first += MAX_PER_PROGRAM) {
      Path batch = Files.createDirectory(directory.resolve("from-" + first));
      List<String> variants = writeVariants(batch, first, Math.min(COUNT, first + MAX_PER_PROGRAM));

      FramemillProcess program = transcode(batch, variants);

      assertThat(program.exitCode()).as("%s", program).isIn(0, 1);
      assertThat(program.err()).doesNotContain("\tat ", "ERROR", "This is a bug");
      Map<String, JsonNode> ends = ends(program);
      assertThat(ends.keySet()).containsExactlyInAnyOrderElementsOf(variants);
      ends.forEach(FuzzIT::hasAReasonIfItFailed);
      leavesNothingBehind(batch.resolve("out"), ends);
      decodes(batch.resolve("out"), ends);
    }
    assertThat(slots).isNotEmpty();
    Cluster.patiently().until(() -> slots.stream().allMatch(EndOfProcess::hasCome));
  }

  private List<String> writeVariants(Path batch, int from, int to) throws IOException {
    List<String> names = new ArrayList<>();
    for (int number = from; number < to; number++) {
      // Each from its own numbers, so that a single one can be made again.
      Random random = new Random(SEED * 1_000_003 + number);
      Path original = originals.get(number % originals.size());
      Mutation mutation = Mutation.values()[random.nextInt(Mutation.values().length)];
      byte[] other = Files.readAllBytes(originals.get(random.nextInt(originals.size())));
      byte[] variant = mutation.of(Files.readAllBytes(original), other, random);
      String kind = mutation.name().toLowerCase(Locale.ROOT).replace('_', '-');
      String extension = original.getFileName().toString().substring(1);
      String name = String.format(Locale.ROOT, "%05d-%s%s", number, kind, extension);
      Files.write(batch.resolve(name), variant);
      names.add(name);
    }
    return names;
  }

  private FramemillProcess transcode(Path batch, List<String> variants) {
    List<String> arguments = new ArrayList<>(List.of("transcode", "--json", "-p", "../tiny.yaml"));
    arguments.addAll(variants);
    FramemillProcess program = FramemillProcess.start(batch, Map.of(), arguments);
    Cluster.patiently()
        .until(
            () -> {
              slots.addAll(program.slots());
              return !program.isAlive();
            });
    return program;
  }

  /** The last event of each job, by the name of its source. */
  private static Map<String, JsonNode> ends(FramemillProcess program) throws IOException {
    Map<String, JsonNode> ends = new TreeMap<>();
    for (String line : program.out().lines().toList()) {
      JsonNode event = new ObjectMapper().readTree(line);
      if (List.of("DONE", "FAILED").contains(event.path("kind").asText())) {
        ends.put(event.path("status").path("name").asText(), event);
      }
    }
    return ends;
  }

  private static void hasAReasonIfItFailed(String variant, JsonNode end) {
    if (end.path("kind").asText().equals("FAILED")) {
      assertThat(end.path("message").asText())
          .as("why %s (seed %d) failed", variant, SEED)
          .isNotBlank()
          .doesNotContain("no progress for");
    }
  }

  private static void leavesNothingBehind(Path out, Map<String, JsonNode> ends) throws IOException {
    List<String> done = ends.keySet().stream().filter(name -> isDone(ends, name)).toList();
    assertThat(done).isNotEmpty().hasSizeLessThan(ends.size());
    assertThat(list(out))
        .containsExactlyInAnyOrderElementsOf(done.stream().map(FuzzIT::base).toList());
    for (String name : done) {
      assertThat(out.resolve(base(name)).resolve("master.m3u8")).exists();
    }
    try (Stream<Path> files = Files.walk(out)) {
      assertThat(files.map(Path::getFileName).map(Path::toString))
          .noneMatch(name -> name.startsWith(AtomicFile.TEMPORARY_PREFIX));
    }
  }

  private static void decodes(Path out, Map<String, JsonNode> ends) {
    ends.keySet().stream()
        .filter(name -> isDone(ends, name))
        .limit(DECODED)
        .forEach(
            name ->
                assertThat(DecodedMedia.of(out.resolve(base(name)).resolve("master.m3u8")))
                    .as("output of %s (seed %d)", name, SEED)
                    .satisfies(media -> assertThat(media.complaints()).isEmpty()));
  }

  private static boolean isDone(Map<String, JsonNode> ends, String name) {
    JsonNode end = ends.get(name);
    return end != null && end.path("kind").asText().equals("DONE");
  }

  private static String base(String name) {
    return name.substring(0, name.lastIndexOf('.'));
  }

  private static List<String> list(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
