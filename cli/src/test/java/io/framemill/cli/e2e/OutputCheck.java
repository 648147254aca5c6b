package io.framemill.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.framemill.cli.e2e.WildOutput.Picture;
import io.framemill.cli.e2e.WildOutput.Sound;
import io.framemill.worker.testmedia.WhiteBox;
import io.lindstrom.m3u8.model.Resolution;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** One thing that has to be right of an output, in every rendition. */
@FunctionalInterface
interface OutputCheck {
  /** Between what a deinterlacer leaves (2 %) and the least of what is combed (4.6 %). */
  double MAX_COMBED_SHARE = 0.03;

  void check(WildOutput output) throws IOException;

  /** So many pictures, none of them held. */
  static OutputCheck frames(int count) {
    return output -> {
      for (Picture picture : pictures(output)) {
        assertThat(picture.decoded().framePts()).as("pictures").hasSize(count);
        assertThat(picture.decoded().framePts()).isSorted().doesNotHaveDuplicates();
      }
    };
  }

  /** Pictures that last for so long, from the first to the end of the last. */
  static OutputCheck pictureSeconds(double seconds) {
    return output -> {
      for (Picture picture : pictures(output)) {
        assertThat(picture.rendition().seconds()).as("picture").isCloseTo(seconds, within(0.05));
      }
    };
  }

  /**
   * The source's pictures, of which the last is held, and seldom repeated.
   *
   * @param count of the source
   * @param seconds of the whole
   */
  static OutputCheck heldPicture(int count, double seconds) {
    return pictureSeconds(seconds)
        .and(
            output -> {
              for (Picture picture : pictures(output)) {
                int segments = picture.rendition().segments().size();
                assertThat(picture.decoded().framePts())
                    .as("pictures")
                    .hasSizeBetween(count, count + segments);
                assertThat(new HashSet<>(picture.decoded().frameNumbers()))
                    .as("different pictures")
                    .hasSize(count);
              }
            });
  }

  static OutputCheck size(int widthPixels, int heightPixels) {
    return output ->
        assertThat(pictures(output))
            .extracting(picture -> picture.promised().resolution())
            .containsOnly(Optional.of(Resolution.of(widthPixels, heightPixels)));
  }

  /** What is announced, with three digits behind the point: a parser does not tell how many. */
  static OutputCheck announcedRate(String framesPerSecond) {
    return output -> {
      assertThat(pictures(output))
          .extracting(picture -> picture.promised().frameRate())
          .containsOnly(Optional.of(Double.valueOf(framesPerSecond)));
      assertThat(Files.readAllLines(output.directory().resolve("master.m3u8")))
          .filteredOn(line -> line.contains("FRAME-RATE="))
          .allMatch(line -> line.matches(".*FRAME-RATE=" + framesPerSecond + "(,.*)?"));
    };
  }

  /** No picture shows two fields at once. */
  static OutputCheck noCombing() {
    return output -> {
      for (Picture picture : pictures(output)) {
        assertThat(picture.decoded().combing())
            .as("combed share of each picture")
            .isNotEmpty()
            .allMatch(share -> share < MAX_COMBED_SHARE);
      }
    };
  }

  /** The white box in each picture is as wide as it is high. */
  static OutputCheck square() {
    return output -> {
      for (Picture picture : pictures(output)) {
        for (WhiteBox box : picture.decoded().whiteBoxes()) {
          assertThat((double) box.widthPixels() / box.heightPixels())
              .as("%s", box)
              .isCloseTo(1, within(0.06));
        }
      }
    };
  }

  static OutputCheck soundSeconds(double seconds) {
    return output ->
        assertThat(output.mainSound().decoded().seconds())
            .as("sound")
            .isCloseTo(seconds, within(0.1));
  }

  /** The main sound beeps at each whole second from the first to before the last. */
  static OutputCheck beeps(int fromSecond, int toSecond) {
    return output -> assertBeeps(output.mainSound(), fromSecond, toSecond);
  }

  /** Nothing is heard of the main sound between two times. */
  static OutputCheck silence(double fromSeconds, double toSeconds) {
    return output ->
        assertThat(output.mainSound().decoded().level(fromSeconds, toSeconds))
            .as("level from %s s to %s s", fromSeconds, toSeconds)
            .isLessThan(0.005);
  }

  /** So many tracks of sound. */
  static OutputCheck soundTracks(int count) {
    return output -> assertThat(output.sounds()).hasSize(count);
  }

  /** One track of sound in a language beeps at these seconds, and is silent before and after. */
  static OutputCheck soundInLanguage(String tag, int fromSecond, int toSecond) {
    return output -> {
      List<Sound> sounds =
          output.sounds().stream()
              .filter(sound -> sound.language().equals(Optional.of(tag)))
              .toList();
      assertThat(sounds).as("sound in %s", tag).hasSize(1);
      assertBeeps(sounds.get(0), fromSecond, toSecond);
      assertThat(sounds.get(0).decoded().beepSeconds()).hasSize(toSecond - fromSecond);
    };
  }

  /** One track with these characteristics, which is not played if nobody chooses it. */
  static OutputCheck characteristic(String characteristic) {
    return output ->
        assertThat(output.sounds())
            .filteredOn(
                sound ->
                    sound.promised().isPresent()
                        && sound.promised().get().characteristics().contains(characteristic))
            .as("sound with %s", characteristic)
            .hasSize(1)
            .noneMatch(Sound::isDefault);
  }

  /** The language of the main sound. */
  static OutputCheck mainLanguage(String tag) {
    return output -> assertThat(output.mainSound().language()).contains(tag);
  }

  /** All media playlists have the same target duration, and no segment is longer (RFC 8216). */
  static OutputCheck oneTargetDuration() {
    return output -> {
      List<Rendition> renditions =
          Stream.concat(
                  output.pictures().stream().map(Picture::rendition),
                  output.sounds().stream().map(Sound::rendition))
              .toList();
      int target = renditions.get(0).playlist().targetDuration();
      for (Rendition rendition : renditions) {
        assertThat(rendition.playlist().targetDuration())
            .as("target duration of %s", rendition.file())
            .isEqualTo(target);
        assertThat(rendition.playlist().mediaSegments())
            .allMatch(segment -> Math.round(segment.duration()) <= target);
      }
    };
  }

  /** A line of what the program says has all these words. */
  static OutputCheck warns(String... words) {
    return output ->
        assertThat(output.story())
            .as("a line with %s", Arrays.toString(words))
            .anyMatch(
                line ->
                    Stream.of(words)
                        .allMatch(
                            word ->
                                line.toLowerCase(Locale.ROOT)
                                    .contains(word.toLowerCase(Locale.ROOT))));
  }

  /** The job fails with a line that has all these words, and leaves nothing. */
  static OutputCheck refused(String... words) {
    return output -> {
      assertThat(output.story()).last().asString().startsWith("Failed: ").contains(words);
      assertThat(output.directory()).doesNotExist();
    };
  }

  /** Nothing is said to be damaged, missing or left out. */
  static OutputCheck noWarning() {
    return noDamage().and(noLine("left out|lost"));
  }

  /**
   * Nothing of what is carried over is said to be damaged or missing, and nothing is decoded twice.
   */
  static OutputCheck noDamage() {
    return noLine("damaged|missing|cut short|not shown|could ?not be decoded|decoding it again");
  }

  private static OutputCheck noLine(String words) {
    return output ->
        assertThat(output.story()).noneMatch(line -> line.matches("(?i).*(" + words + ").*"));
  }

  /** This and another one. */
  default OutputCheck and(OutputCheck other) {
    return output -> {
      check(output);
      other.check(output);
    };
  }

  /** This or another one. */
  default OutputCheck or(OutputCheck other) {
    return output -> {
      try {
        check(output);
      } catch (AssertionError first) {
        try {
          other.check(output);
        } catch (AssertionError second) {
          second.addSuppressed(first);
          throw second;
        }
      }
    };
  }

  private static List<Picture> pictures(WildOutput output) throws IOException {
    assertThat(output.pictures()).as("renditions of the picture").isNotEmpty();
    return output.pictures();
  }

  private static void assertBeeps(Sound sound, int fromSecond, int toSecond) {
    List<Double> beeps = sound.decoded().beepSeconds();
    for (int second = fromSecond; second < toSecond; second++) {
      int at = second;
      assertThat(beeps)
          .as("beeps of %s", sound.promised())
          .anyMatch(beep -> Math.abs(beep - at) < 0.06);
    }
  }
}
