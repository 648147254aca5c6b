package io.framemill.controller.job.dispatch;

import io.framemill.controller.job.state.EventMessages;
import io.framemill.controller.job.state.ProgressMeter;
import io.framemill.protocol.Attempt;
import io.framemill.protocol.Progress.TaskProgress;
import io.framemill.protocol.Progress.WorkerAlive;
import io.framemill.protocol.WorkerState;
import io.framemill.protocol.WorkerStatus;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Registry of the workers that sent a heartbeat lately. Owned by the controller's thread. */
public final class WorkerRegistry {
  private static final Logger log = LoggerFactory.getLogger(WorkerRegistry.class);

  private final long timeoutMillis;

  /** By id; the worker that was silent for longest comes first. */
  private final Map<String, Member> members = new LinkedHashMap<>();

  // Sums over the members, kept up to date: they are read for each batch, and there may be
  // thousands of workers.
  private int slots;
  private int busySlots;

  public WorkerRegistry(Duration timeout) {
    this.timeoutMillis = timeout.toMillis();
  }

  public void seen(WorkerAlive announcement, long nowMillis) {
    Member member = members.remove(announcement.worker());
    if (member == null) {
      log.info("Worker {} joined with {} slots", announcement.worker(), announcement.slots());
      member = new Member(announcement, nowMillis);
    } else {
      count(member, -1);
    }
    if (announcement.state() != member.announcement.state()) {
      log.info("Worker {} is {}", announcement.worker(), EventMessages.state(announcement));
    }
    member.announce(announcement, nowMillis);
    members.put(announcement.worker(), member);
    count(member, 1);
  }

  private void count(Member member, int sign) {
    WorkerAlive announcement = member.announcement;
    slots += announcement.state().takesTasks() ? sign * announcement.slots() : 0;
    busySlots += sign * announcement.busySlots();
  }

  /** Records a worker's progress; ignores a worker that has not announced itself. */
  public void progress(TaskProgress progress) {
    Member member = members.get(progress.worker());
    if (member != null) {
      member.progress(progress);
    }
  }

  /** Forgets workers that have been silent for too long. */
  public void expire(long nowMillis) {
    Iterator<Member> bySilence = members.values().iterator();
    while (bySilence.hasNext()) {
      Member member = bySilence.next();
      // The clock may have gone back: no worker was seen later than now.
      member.lastSeenMillis = Math.min(member.lastSeenMillis, nowMillis);
      if (nowMillis - member.lastSeenMillis <= timeoutMillis) {
        return;
      }
      log.warn("Worker {} has gone silent", member.announcement.worker());
      bySilence.remove();
      count(member, -1);
    }
  }

  /** The number of slots of all workers that take tasks. */
  public int slots() {
    return slots;
  }

  /** Whether a worker that is not in this set takes tasks. */
  boolean hasOthersThan(Collection<String> workers) {
    return members.values().stream()
        .map(member -> member.announcement)
        .anyMatch(other -> other.state().takesTasks() && !workers.contains(other.worker()));
  }

  /** Whether a worker's quarantine is over and it has not proven itself yet. */
  boolean isOnProbation(String worker) {
    Member member = members.get(worker);
    return member != null && member.announcement.state() == WorkerState.PROBATION;
  }

  /** Whether there are workers with slots and none of them is busy. */
  public boolean isIdle() {
    return slots > 0 && busySlots == 0;
  }

  /** The status of all workers, by host and id. */
  public List<WorkerStatus> statuses() {
    return members.values().stream()
        .map(Member::status)
        .sorted(Comparator.comparing(WorkerStatus::host).thenComparing(WorkerStatus::worker))
        .toList();
  }

  private static final class Member {
    private WorkerAlive announcement;
    private long lastSeenMillis;
    private final ProgressMeter meter = new ProgressMeter();

    // By use, the latest last: there cannot be more running attempts than slots.
    private final Map<Attempt, Long> framesOfRunning = new LinkedHashMap<>(16, 0.75f, true);
    private long frames;

    Member(WorkerAlive announcement, long nowMillis) {
      this.announcement = announcement;
      this.lastSeenMillis = nowMillis;
    }

    void announce(WorkerAlive next, long nowMillis) {
      announcement = next;
      lastSeenMillis = nowMillis;
      meter.sample(nowMillis, frames, 0, 0);
    }

    public void progress(TaskProgress next) {
      Long before = framesOfRunning.put(next.attempt(), next.frames());
      frames += Math.max(0, next.frames() - (before == null ? 0 : before));
      while (framesOfRunning.size() > Math.max(1, announcement.slots())) {
        framesOfRunning.remove(framesOfRunning.keySet().iterator().next());
      }
    }

    WorkerStatus status() {
      return new WorkerStatus(
          announcement.worker(),
          announcement.host(),
          announcement.release(),
          announcement.slots(),
          announcement.busySlots(),
          announcement.state(),
          announcement.stateReason(),
          meter.framesPerSecond(),
          lastSeenMillis);
    }
  }
}
