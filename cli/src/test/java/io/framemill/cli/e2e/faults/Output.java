package io.framemill.cli.e2e.faults;

import io.framemill.worker.testmedia.CountedBeeps;
import io.framemill.worker.testmedia.CountedBeeps.Beep;
import io.framemill.worker.testmedia.DecodedMedia;
import io.framemill.worker.testmedia.DecodedStream;
import io.lindstrom.m3u8.parser.MediaPlaylistParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What a player gets of a finished job.
 *
 * @param pictures number and time of every decoded picture, by rendition, in the order of output
 * @param sound time of every packet, by rendition
 * @param beeps what is heard, decoded, by rendition
 * @param files names of all that there is, in order, without {@code job.json}
 * @param complaints what libav says of it, and what is not finished
 */
record Output(
    Map<String, List<Picture>> pictures,
    Map<String, List<Long>> sound,
    Map<String, List<Beep>> beeps,
    List<String> files,
    List<String> complaints) {
  /**
   * One decoded picture.
   *
   * @param number as drawn into the source
   * @param pts in the stream's time base
   */
  record Picture(int number, long pts) {}

  /**
   * How it differs from an undisturbed run.
   *
   * @param lost pictures, packets of sound and beeps that are not there
   * @param doubled those that are there more often
   * @param faults all else that differs
   */
  record Difference(long lost, long doubled, List<String> faults) {
    boolean isNone() {
      return lost == 0 && doubled == 0 && faults.isEmpty();
    }
  }

  /** Decodes all renditions in an output directory. */
  static Output read(Path directory) throws IOException {
    Map<String, List<Picture>> pictures = new TreeMap<>();
    Map<String, List<Long>> sound = new TreeMap<>();
    Map<String, List<Beep>> beeps = new TreeMap<>();
    List<String> complaints = new ArrayList<>();
    for (Path playlist : playlists(directory)) {
      String name = directory.relativize(playlist.getParent()).toString();
      DecodedMedia media = DecodedMedia.of(playlist);
      media.complaints().forEach(complaint -> complaints.add(name + ": " + complaint));
      media.video().forEach(stream -> pictures.put(name, pictures(stream)));
      media.audio().forEach(stream -> sound.put(name, stream.packetPts()));
      media.audio().forEach(stream -> beeps.put(name, beeps(stream)));
      if (new MediaPlaylistParser().readPlaylist(playlist).ongoing()) {
        complaints.add(name + " is not finished");
      }
    }
    return new Output(pictures, sound, beeps, files(directory), complaints);
  }

  /** Compares this with an undisturbed run of the same source. */
  Difference from(Output undisturbed) {
    List<String> faults = new ArrayList<>(complaints);
    if (!files.equals(undisturbed.files)) {
      faults.add("files " + files + " instead of " + undisturbed.files);
    }
    if (!pictures.equals(undisturbed.pictures) || !sound.equals(undisturbed.sound)) {
      faults.add("other pictures or sound, or at other times");
    }
    if (!beeps.equals(undisturbed.beeps)) {
      faults.add("other sound is heard, or in another order");
    }
    Counter counter = new Counter();
    undisturbed.pictures.forEach(
        (name, expected) -> counter.compare(expected, pictures.getOrDefault(name, List.of())));
    undisturbed.sound.forEach(
        (name, expected) -> counter.compare(expected, sound.getOrDefault(name, List.of())));
    undisturbed.beeps.forEach(
        (name, expected) -> counter.compare(expected, beeps.getOrDefault(name, List.of())));
    return new Difference(counter.lost, counter.doubled, faults);
  }

  private static List<Picture> pictures(DecodedStream stream) {
    return IntStream.range(0, stream.framePts().size())
        .mapToObj(i -> new Picture(stream.frameNumbers().get(i), stream.framePts().get(i)))
        .toList();
  }

  private static List<Beep> beeps(DecodedStream stream) {
    float[] samples = new float[stream.samples().size()];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = stream.samples().get(i);
    }
    // A sample is a tick in the segments that Framemill writes.
    return CountedBeeps.in(samples, (int) Math.round(1 / stream.timeBase().toDouble()));
  }

  private static List<Path> playlists(Path directory) throws IOException {
    try (Stream<Path> tree = Files.walk(directory)) {
      return tree.filter(file -> file.endsWith("playlist.m3u8")).sorted().toList();
    }
  }

  private static List<String> files(Path directory) throws IOException {
    try (Stream<Path> tree = Files.walk(directory)) {
      return tree.filter(Files::isRegularFile)
          .map(file -> directory.relativize(file).toString())
          .filter(name -> !name.equals("job.json"))
          .sorted()
          .toList();
    }
  }

  private static final class Counter {
    private long lost;
    private long doubled;

    void compare(List<?> expected, List<?> actual) {
      Map<Object, Integer> balance = new HashMap<>();
      expected.forEach(item -> balance.merge(item, -1, Integer::sum));
      actual.forEach(item -> balance.merge(item, 1, Integer::sum));
      balance
          .values()
          .forEach(
              count -> {
                lost += Math.max(0, -count);
                doubled += Math.max(0, count);
              });
    }
  }
}
