package io.framemill.worker.media.picture;

import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The property: whatever the source and however it is cut, and in whatever order and company the
 * chunks are encoded, what comes out is what one process makes in one go, and that is what is in
 * the source.
 *
 * <p>Every kind of source is tried in each run; what a kind leaves open is drawn from a fixed seed,
 * {@code -Dframemill.exactness.seed} tries others. A failure is reported with the simplest sample
 * that still fails.
 */
class ExactnessIT {
  private static final long SEED = Long.getLong("framemill.exactness.seed", 20_261_122);
  private static final int SAMPLES_OF_EACH_KIND =
      Integer.getInteger("framemill.exactness.samples", 2);
  private static final String KINDS = System.getProperty("framemill.exactness.kinds", ".*");
  private static final int MAX_SIMPLIFICATION_TRIES = 24;

  @TempDir private Path directory;
  private int runs;

  static Stream<ExactSample> samples() {
    return Stream.of(SourceKind.values())
        .filter(kind -> kind.name().matches(KINDS))
        .flatMap(
            kind -> {
              Random random = new Random(SEED + kind.name().hashCode());
              return Stream.generate(() -> kind.draw(random)).limit(SAMPLES_OF_EACH_KIND);
            });
  }

  @ParameterizedTest
  @MethodSource("samples")
  void encodeVideo_anySourceInAnyChunks_equalsOneChunkAndTheSource(ExactSample sample) {
    problem(sample).ifPresent(found -> failWithSimplest(sample, found));
  }

  private void failWithSimplest(ExactSample first, String firstProblem) {
    ExactSample simplest = first;
    String problem = firstProblem;
    Stream<ExactSample> candidates = first.simpler();
    for (int tries = 0; tries < MAX_SIMPLIFICATION_TRIES; ) {
      Optional<ExactSample> next = Optional.empty();
      for (ExactSample candidate : candidates.toList()) {
        Optional<String> found = problem(candidate);
        tries++;
        if (found.isPresent()) {
          problem = found.get();
          next = Optional.of(candidate);
          break;
        }
      }
      if (next.isEmpty()) {
        break;
      }
      simplest = next.get();
      candidates = simplest.simpler();
    }
    fail(
        "%s%n  simplest: %s%n  found as: %s%n  which has: %s%n  seed: %d",
        problem, simplest, first, firstProblem, SEED);
  }

  /** What contradicts the property; empty if nothing does. */
  private Optional<String> problem(ExactSample sample) {
    try {
      Path place = Files.createDirectory(directory.resolve("run-" + ++runs));
      return new ExactRun(sample, place).problem();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
