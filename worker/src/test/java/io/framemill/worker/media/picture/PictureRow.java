package io.framemill.worker.media.picture;

import io.framemill.protocol.media.Rational;
import io.framemill.protocol.media.Timeline;
import io.framemill.protocol.media.TrackClock;
import io.framemill.worker.testmedia.DecodedStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Pictures in the order of showing.
 *
 * @param numbers which picture of the source each is
 * @param times when each is shown
 */
record PictureRow(List<Integer> numbers, List<Long> times) {
  /** Less than any difference between times that are not equal. */
  private static final double MIN_SECONDS = 1e-9;

  PictureRow {
    numbers = List.copyOf(numbers);
    times = List.copyOf(times);
  }

  /** All pictures that a decoder gave; the last ones of an AVI file may have no time. */
  static PictureRow of(DecodedStream stream) {
    List<Long> times = new ArrayList<>(stream.framePts());
    for (int i = 2; i < times.size(); i++) {
      if (times.get(i) == PictureTimes.UNKNOWN) {
        times.set(i, 2 * times.get(i - 1) - times.get(i - 2));
      }
    }
    return new PictureRow(stream.frameNumbers(), times);
  }

  /** The pictures of several streams, one after the other. */
  static PictureRow of(List<DecodedStream> streams) {
    List<PictureRow> rows = streams.stream().map(PictureRow::of).toList();
    return new PictureRow(
        rows.stream().flatMap(row -> row.numbers().stream()).toList(),
        rows.stream().flatMap(row -> row.times().stream()).toList());
  }

  /** The same pictures from the origin on, which last three fields, two, three, and so on. */
  PictureRow withRepeatedFields(Rational fieldSeconds, Timeline timeline) {
    double ticksPerField = fieldSeconds.toDouble() / timeline.timeBase().toDouble();
    List<Long> fields = new ArrayList<>();
    long ended = 0;
    for (int i = 0; i < numbers.size(); i++) {
      fields.add(timeline.originPts() + Math.round(ended * ticksPerField));
      ended += i % 2 == 0 ? 3 : 2;
    }
    return new PictureRow(numbers, fields);
  }

  /**
   * What is on at a constant rate: the last picture that has begun, where one that begins up to a
   * tick or two milliseconds later counts as begun. Times are numbers of pictures then.
   *
   * @param timeline of these pictures
   */
  PictureRow at(Rational rate, Timeline timeline) {
    double tick = timeline.timeBase().toDouble();
    double allowance = Math.min(tick, 0.002);
    double end = (end(timeline) - timeline.originPts()) * tick;
    List<Integer> shown = new ArrayList<>();
    List<Long> places = new ArrayList<>();
    int current = 0;
    double now = allowance;
    while (shown.isEmpty() || now < end - MIN_SECONDS) {
      while (current + 1 < numbers.size()
          && (times.get(current + 1) - timeline.originPts()) * tick <= now + MIN_SECONDS) {
        current++;
      }
      places.add((long) shown.size());
      shown.add(numbers.get(current));
      now = shown.size() / rate.toDouble() + allowance;
    }
    return new PictureRow(shown, places);
  }

  /** The time line's end, or that of the last picture if it is not on the time line. */
  private long end(Timeline timeline) {
    int last = times.size() - 1;
    return times.get(last) < timeline.endPts()
        ? timeline.endPts()
        : 2 * times.get(last) - times.get(last - 1);
  }

  /** The same pictures at times of a track, from the programme's origin on. */
  PictureRow inTrack(TrackClock clock, long originPts) {
    return new PictureRow(
        numbers, times.stream().map(pts -> clock.presentationTime(pts - originPts)).toList());
  }

  /** What is wrong with another row that should be the same, for people; empty if nothing is. */
  Optional<String> difference(PictureRow other) {
    if (equals(other)) {
      return Optional.empty();
    }
    int place = 0;
    while (place < Math.min(numbers.size(), other.numbers.size())
        && pictureAt(place).equals(other.pictureAt(place))) {
      place++;
    }
    return Optional.of(
        String.format(
            "%d pictures instead of %d; the first difference is in place %d: %s instead of %s;"
                + " missing %s, doubled %s",
            other.numbers.size(),
            numbers.size(),
            place,
            other.pictureAt(place),
            pictureAt(place),
            missingIn(other),
            other.doubled()));
  }

  private String pictureAt(int place) {
    return place < numbers.size()
        ? "picture " + numbers.get(place) + " at " + times.get(place)
        : "the end";
  }

  private List<Integer> missingIn(PictureRow other) {
    List<Integer> missing = new ArrayList<>(numbers);
    missing.removeAll(other.numbers);
    return missing;
  }

  private List<Integer> doubled() {
    Set<Integer> seen = new HashSet<>();
    return numbers.stream().filter(number -> !seen.add(number)).toList();
  }
}
