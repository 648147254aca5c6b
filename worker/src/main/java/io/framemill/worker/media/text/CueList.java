package io.framemill.worker.media.text;

import io.framemill.protocol.media.TextCount;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Gathers the texts of one track as they are decoded. Not thread-safe. */
final class CueList {
  /** For {@link #add}: the source does not say when the text goes. */
  static final long UNKNOWN = Long.MIN_VALUE;

  /** Time enough to read two lines, where nothing else tells when a text goes. */
  private static final long USUAL_MILLIS = 5_000;

  /** What becomes of a packet; of several texts in it, the first fate in this order counts. */
  private enum Fate {
    SHOWN,
    BEFORE_PROGRAMME,
    AFTER_PROGRAMME,
    WITHOUT_DURATION
  }

  private record Entry(long packet, Cue cue) {}

  private final List<Entry> entries = new ArrayList<>();
  private long packets;

  /** The texts that follow are of a new packet. */
  void beginPacket() {
    packets++;
  }

  /**
   * Takes a text; without letters it is left out.
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
   * What is shown during the programme, in the order of time; the same text at the same time once.
   * A text whose end is unknown goes when the next one comes, and after 5 s at the latest.
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
   * What becomes of the packets.
   *
   * @param programmeMillis length of the programme
   * @param damaged packets beside those of this list
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

  /** All texts in the order of time, each with an end. */
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
