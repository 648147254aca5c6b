package io.framemill.cli.e2e.faults;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;

/**
 * Faults in random order, without end: every kind comes before any comes again. Each strike is one
 * fault or two at once.
 */
final class ShuffledFaults {
  private static final List<Fault> KILLS =
      List.of(Fault.KILL_SLOT, Fault.KILL_WORKER, Fault.KILL_CONTROLLER, Fault.KILL_BROKER);

  private final Random random;
  private final Deque<List<Fault>> pending = new ArrayDeque<>();

  ShuffledFaults(Random random) {
    this.random = random;
  }

  /** The next strike. */
  List<Fault> next() {
    if (pending.isEmpty()) {
      List<List<Fault>> fresh = new ArrayList<>();
      for (Fault fault : Fault.values()) {
        fresh.add(List.of(fault));
      }
      fresh.addAll(pairs());
      Collections.shuffle(fresh, random);
      pending.addAll(fresh);
    }
    return pending.remove();
  }

  /** All pairs of what can be killed; of controller and RabbitMQ there is only one. */
  private static List<List<Fault>> pairs() {
    List<List<Fault>> pairs = new ArrayList<>();
    for (int i = 0; i < KILLS.size(); i++) {
      for (int j = i; j < KILLS.size(); j++) {
        if (i != j || KILLS.get(i) == Fault.KILL_SLOT || KILLS.get(i) == Fault.KILL_WORKER) {
          pairs.add(List.of(KILLS.get(i), KILLS.get(j)));
        }
      }
    }
    return pairs;
  }
}
