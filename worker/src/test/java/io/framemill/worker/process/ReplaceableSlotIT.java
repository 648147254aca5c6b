package io.framemill.worker.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.framemill.worker.task.FakeSlot;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;

/** Seats that share the permits to start a slot. */
class ReplaceableSlotIT {
  private static final SlotLimits AMPLE = new SlotLimits(Duration.ofSeconds(60), Long.MAX_VALUE);

  private final Semaphore starts = new Semaphore(1);

  @Test
  void prepare_slotStarts_returnsThePermitOnceItIsReady() throws Exception {
    try (ReplaceableSlot replaceableSlot = replaceableSlot(FakeSlot.class)) {
      replaceableSlot.prepare();

      assertThat(replaceableSlot.slot().isAlive()).isTrue();
      assertThat(starts.availablePermits()).isEqualTo(1);
    }
  }

  @Test
  void prepare_anotherSlotIsNotReadyYet_startsAfterIt() throws Exception {
    try (ReplaceableSlot silent = replaceableSlot(FakeSlot.Silent.class);
        ReplaceableSlot next = replaceableSlot(FakeSlot.class)) {
      Thread first = prepare(silent);
      await().until(() -> starts.availablePermits() == 0);
      Thread second = prepare(next);
      await().until(starts::hasQueuedThreads);

      silent.slot().kill("not needed any more");

      first.join();
      second.join();
      assertThat(next.slot().isAlive()).isTrue();
    }
  }

  private ReplaceableSlot replaceableSlot(Class<?> program) {
    SlotCommand command = SlotCommands.running(program);
    return new ReplaceableSlot("slot", command, AMPLE, starts);
  }

  private static Thread prepare(ReplaceableSlot replaceableSlot) {
    Thread thread =
        new Thread(
            () -> {
              try {
                replaceableSlot.prepare();
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
            });
    thread.start();
    return thread;
  }
}
