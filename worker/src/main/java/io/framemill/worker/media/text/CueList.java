package io.framemill.worker.media.text;

import io.framemill.protocol.media.TextCount;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Collects the cues of one track as they are decoded. Not thread-safe. */
final class CueList {
  /** For {@link #add}: the source does not declare the end of the text. */
  static final long UNKNOWN = Long.MIN_VALUE;

  /** Time to read two lines, used if nothing else determines the end of a text. */
  private static final long USUAL_MILLIS = 5_000;

  /** Fate of a packet; of several texts in it, the first fate in this order counts. */
  private enum Fate {
    SHOWN,
    BEFORE_PROGRAMME,
    AFTER_PROGRAMME,
    WITHOUT_DURATION
  }

  private record Entry(long packet, Cue cue) {}

  private final List<Entry> entries = new ArrayList<>();
  private long packets;

  /** Starts a new packet. */
  void beginPacket() {
    packets++;
  }

  /**
   * Adds a text; one without letters is ignored.
   *
   * @param startMillis after the programme's origin; may be negative
   * @param endMillis exclusive, or {@link #UNKNOWN}
   */
  void add(long startMillis, long endMillis, String text) {
    if (!text.isEmpty()) {
      entries.add(new Entry(packets, new Cue(startMillis, endMillis, text)));
    }
  }

  /**
   * The cues within the programme, in order of time, without duplicates. A text without an end
   * lasts until the next one, at most 5 s.
   *
   * @param programmeMillis length of the programme
   */
  List<Cue> within(long programmeMillis) {
    return ended().stream()
        .map(Entry::cue)
        .filter(cue -> fate(cue, programmeMillis) == Fate.SHOWN)
        .map(cue -> new Cue(Math.max(0, cue.startMillis()), cue.endMillis(), cue.text()))
        .distinct()
        .toList();
  }

  /**
   * Counts the packets by their fate.
   *
   * @param programmeMillis length of the programme
   * @param damaged damaged packets, which are not in this list
   */
  TextCount count(long programmeMillis, long damaged) {
    Map<Long, Fate> fates = new HashMap<>();
    for (Entry entry : ended()) {
      fates.merge(
          entry.packet(),
          fate(entry.cue(), programmeMillis),
          (one, other) -> one.compareTo(other) <= 0 ? one : other);
    }
    return new TextCount(
        Collections.frequency(fates.values(), Fate.SHOWN),
        damaged,
        Collections.frequency(fates.values(), Fate.BEFORE_PROGRAMME),
        Collections.frequency(fates.values(), Fate.AFTER_PROGRAMME),
        Collections.frequency(fates.values(), Fate.WITHOUT_DURATION),
        packets - fates.size());
  }

  private static Fate fate(Cue cue, long programmeMillis) {
    if (cue.endMillis() <= cue.startMillis()) {
      return Fate.WITHOUT_DURATION;
    }
    if (cue.endMillis() <= 0) {
      return Fate.BEFORE_PROGRAMME;
    }
    return cue.startMillis() < programmeMillis ? Fate.SHOWN : Fate.AFTER_PROGRAMME;
  }

  /** All texts in order of time, each with an end. */
  private List<Entry> ended() {
    List<Entry> sorted = new ArrayList<>(entries);
    sorted.sort(Comparator.comparingLong(entry -> entry.cue().startMillis()));
    List<Entry> ended = new ArrayList<>();
    long next = Long.MAX_VALUE;
    for (int i = sorted.size() - 1; i >= 0; i--) {
      Cue cue = sorted.get(i).cue();
      if (i + 1 < sorted.size() && sorted.get(i + 1).cue().startMillis() > cue.startMillis()) {
        next = sorted.get(i + 1).cue().startMillis();
      }
      long end =
          cue.endMillis() == UNKNOWN
              ? Math.min(next, cue.startMillis() + USUAL_MILLIS)
              : cue.endMillis();
      ended.add(new Entry(sorted.get(i).packet(), new Cue(cue.startMillis(), end, cue.text())));
    }
    Collections.reverse(ended);
    return ended;
  }
}
