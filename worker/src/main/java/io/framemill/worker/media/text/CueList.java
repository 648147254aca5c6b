package io.framemill.worker.media.text;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/** Gathers the texts of one track as they are decoded. Not thread-safe. */
final class CueList {
  /** For {@link #add}: the source does not say when the text goes. */
  static final long UNKNOWN = Long.MIN_VALUE;

  /** Time enough to read two lines, where nothing else tells when a text goes. */
  private static final long USUAL_MILLIS = 5_000;

  private final List<Cue> cues = new ArrayList<>();

  /**
   * Takes a text; without letters it is left out.
   *
   * @param startMillis after the programme's origin; may be negative
   * @param endMillis exclusive, or {@link #UNKNOWN}
   */
  void add(long startMillis, long endMillis, String text) {
    if (!text.isEmpty()) {
      cues.add(new Cue(startMillis, endMillis, text));
    }
  }

  /**
   * What is shown during the programme, in the order of time; the same text at the same time once.
   * A text whose end is unknown goes when the next one comes, and after 5 s at the latest.
   *
   * @param programmeMillis length of the programme
   */
  List<Cue> within(long programmeMillis) {
    List<Cue> sorted = new ArrayList<>(cues);
    sorted.sort(Comparator.comparingLong(Cue::startMillis));
    List<Cue> shown = new ArrayList<>();
    long next = Long.MAX_VALUE;
    for (int i = sorted.size() - 1; i >= 0; i--) {
      Cue cue = sorted.get(i);
      if (i + 1 < sorted.size() && sorted.get(i + 1).startMillis() > cue.startMillis()) {
        next = sorted.get(i + 1).startMillis();
      }
      long end =
          cue.endMillis() == UNKNOWN
              ? Math.min(next, cue.startMillis() + USUAL_MILLIS)
              : cue.endMillis();
      long start = Math.max(0, cue.startMillis());
      if (end > start && start < programmeMillis) {
        shown.add(new Cue(start, end, cue.text()));
      }
    }
    Collections.reverse(shown);
    return shown.stream().distinct().toList();
  }
}
