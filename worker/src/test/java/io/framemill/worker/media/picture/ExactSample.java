package io.framemill.worker.media.picture;

import io.framemill.protocol.media.Rational;
import io.framemill.worker.media.picture.SourceKind.Reordering;
import io.framemill.worker.testmedia.MediaFiles;
import io.framemill.worker.testmedia.TestClip;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A source and how it is cut.
 *
 * @param container the ending of the file's name
 * @param rate pictures per second
 * @param keyFrameEach pictures from one key frame to the next, at most
 * @param sound whether there is a sound track beside the pictures
 * @param segmentMillis length of a segment
 * @param fps constant rate of the output; null for the source's times
 * @param segmentsPerChunk length of the chunks that are compared with others
 * @param order seed of the order in which chunks are encoded
 */
record ExactSample(
    SourceKind kind,
    String container,
    Rational rate,
    int frames,
    int keyFrameEach,
    Reordering reordering,
    boolean sound,
    int segmentMillis,
    @Nullable Rational fps,
    int segmentsPerChunk,
    long order) {
  private static final List<String> CONTAINERS = List.of("mp4", "mkv", "ts");
  private static final List<Integer> SEGMENT_MILLIS = List.of(500, 700, 1000, 1234);
  private static final List<Integer> KEY_FRAMES = List.of(7, 24, 30, 50);
  private static final List<Rational> RATES =
      List.of(
          new Rational(24, 1),
          new Rational(25, 1),
          new Rational(30, 1),
          new Rational(30_000, 1001),
          new Rational(24_000, 1001));

  private static final List<Rational> OUTPUT_RATES =
      List.of(
          new Rational(25, 2),
          new Rational(30_000, 1001),
          new Rational(30, 1),
          new Rational(50, 1));

  static ExactSample draw(SourceKind kind, Random random) {
    return new ExactSample(
        kind,
        one(CONTAINERS, random),
        one(RATES, random),
        random.nextInt(70, 110),
        one(KEY_FRAMES, random),
        one(List.of(Reordering.values()), random),
        random.nextBoolean(),
        one(SEGMENT_MILLIS, random),
        random.nextInt(3) == 0 ? one(OUTPUT_RATES, random) : null,
        random.nextInt(2, 4),
        random.nextLong());
  }

  private static <T> T one(List<T> choices, Random random) {
    return choices.get(random.nextInt(choices.size()));
  }

  ExactSample in(String ending) {
    return with(ending, rate, frames, keyFrameEach, reordering, sound, segmentMillis, fps);
  }

  ExactSample at(long numerator, long denominator) {
    Rational other = new Rational(numerator, denominator);
    return with(container, other, frames, keyFrameEach, reordering, sound, segmentMillis, fps);
  }

  ExactSample frames(int count) {
    return with(container, rate, count, keyFrameEach, reordering, sound, segmentMillis, fps);
  }

  ExactSample keyFrameEach(int pictures) {
    return with(container, rate, frames, pictures, reordering, sound, segmentMillis, fps);
  }

  ExactSample reordered(Reordering how) {
    return with(container, rate, frames, keyFrameEach, how, sound, segmentMillis, fps);
  }

  ExactSample withSound() {
    return with(container, rate, frames, keyFrameEach, reordering, true, segmentMillis, fps);
  }

  private ExactSample with(
      String ending,
      Rational otherRate,
      int count,
      int gop,
      Reordering how,
      boolean withSound,
      int millis,
      @Nullable Rational outputRate) {
    return new ExactSample(
        kind,
        ending,
        otherRate,
        count,
        gop,
        how,
        withSound,
        millis,
        outputRate,
        segmentsPerChunk,
        order);
  }

  /** Samples of the same kind with one thing less that could be to blame. */
  Stream<ExactSample> simpler() {
    return Stream.of(
            frames(Math.max(8, frames / 2)),
            frames(Math.max(8, frames * 4 / 5)),
            with(container, rate, frames, keyFrameEach, reordering, false, segmentMillis, fps),
            with(container, rate, frames, keyFrameEach, reordering, sound, segmentMillis, null),
            with(container, rate, frames, keyFrameEach, reordering, sound, 1000, fps),
            reordered(Reordering.NONE),
            in("mp4"),
            at(24, 1),
            keyFrameEach(24))
        .map(kind::fix)
        .distinct()
        .filter(sample -> !sample.equals(this));
  }

  /** Makes the source in a directory. */
  Path write(Path directory) {
    Path file = directory.resolve("source." + container);
    if (kind.isJoined()) {
      int half = frames / 2;
      TestClip one = part(directory.resolve("1." + container), 0, half);
      TestClip two = part(directory.resolve("2." + container), half, frames - half);
      MediaFiles.join(
          file, kind.cook(this, one).write(), kind.cookSecond(this, two).numbersFrom(half).write());
    } else {
      TestClip clip = clip(file, frames);
      if (sound && CONTAINERS.contains(container)) {
        clip.sound(2_000);
      }
      kind.cook(this, clip).write();
    }
    kind.mangle(file);
    return file;
  }

  /**
   * Begins so late that the muxer does not have to move its times, and is as high as a picture of
   * two fields has to be.
   */
  private TestClip part(Path file, int first, int count) {
    Rational pictureSeconds = new Rational(rate.denominator(), rate.numerator());
    long start = 10 * rate.numerator() / rate.denominator();
    return clip(file, count).size(160, 96).times(pictureSeconds, n -> start + first + n);
  }

  private TestClip clip(Path file, int count) {
    TestClip clip =
        TestClip.at(file)
            .size(160, 90)
            .frames(count)
            .frameRate((int) rate.numerator(), (int) rate.denominator())
            .gop(keyFrameEach);
    switch (reordering) {
      case NONE -> {}
      case B_PYRAMID -> clip.bFrames();
      case OPEN_GOP -> clip.openGop();
    }
    return clip;
  }

  @Override
  public String toString() {
    return String.format(
        "%s: source.%s, %d pictures at %s fps, key frame each %d, %s%s; output at %s; segments of %d ms,"
            + " chunks of %d, order %d",
        kind,
        container,
        frames,
        rate,
        keyFrameEach,
        reordering,
        sound ? ", sound" : "",
        fps == null ? "its times" : fps + " fps",
        segmentMillis,
        segmentsPerChunk,
        order);
  }
}
