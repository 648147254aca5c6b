package io.framemill.controller.job;

import io.framemill.protocol.Progress.WorkerAlive;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The workers that were heard of lately. Owned by the controller's thread. */
final class Fleet {
  private static final Logger log = LoggerFactory.getLogger(Fleet.class);

  private final long timeoutMillis;
  private final Map<String, Member> members = new HashMap<>();

  private record Member(WorkerAlive announcement, long lastSeenMillis) {}

  Fleet(Duration timeout) {
    this.timeoutMillis = timeout.toMillis();
  }

  void seen(WorkerAlive announcement, long nowMillis) {
    if (members.put(announcement.worker(), new Member(announcement, nowMillis)) == null) {
      log.info("Worker {} joined with {} slots", announcement.worker(), announcement.slots());
    }
  }

  /** Forgets workers that have been silent for too long. */
  void expire(long nowMillis) {
    members
        .values()
        .removeIf(
            member -> {
              boolean silent = nowMillis - member.lastSeenMillis() > timeoutMillis;
              if (silent) {
                log.warn("Worker {} has gone silent", member.announcement().worker());
              }
              return silent;
            });
  }

  /** Slots of all members together. */
  int slots() {
    return members.values().stream().mapToInt(member -> member.announcement().slots()).sum();
  }
}
