package io.framemill.worker.task;

import io.framemill.protocol.Report;
import io.framemill.protocol.broker.Broker.Delivery;
import io.framemill.protocol.broker.BrokerException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands back and rejects tasks that this worker does not run, each on its own thread with retries:
 * the thread of deliveries must not block, and slots are busy for minutes. Thread-safe.
 */
final class TaskReturns {
  private static final Logger log = LoggerFactory.getLogger(TaskReturns.class);

  private final String worker;
  private final ReportPublisher reports;

  /**
   * @param worker this worker's id
   * @param reports once it is closed, tasks that are not handed back yet are left to the broker
   */
  TaskReturns(String worker, ReportPublisher reports) {
    this.worker = worker;
    this.reports = reports;
  }

  /**
   * Reports that an assignment is handed back.
   *
   * @param confirmed called once the broker has confirmed that
   */
  void handBack(Assignment assignment, HandBackReason withdrawal, Runnable confirmed) {
    Report report = new Report.HandedBack(assignment.task().attempt(), worker, withdrawal.reason());
    log.info("{} is handed back: {}", report.attempt(), withdrawal.reason());
    onItsOwnThread(
        () -> {
          if (reports.publish(report)) {
            confirmed.run();
          }
        });
  }

  /** Moves a delivery to the dead letters. */
  void reject(Delivery delivery, String reason) {
    onItsOwnThread(() -> reports.insist(() -> isRejected(delivery, reason)));
  }

  private static boolean isRejected(Delivery delivery, String reason) {
    try {
      delivery.reject(reason);
      return true;
    } catch (BrokerException e) {
      log.debug("Message {} cannot be rejected yet", delivery.message().id(), e);
      return false;
    }
  }

  private static void onItsOwnThread(Refusal refusal) {
    Thread thread =
        new Thread(
            () -> {
              try {
                refusal.run();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "refusal");
    thread.setDaemon(true);
    thread.start();
  }

  @FunctionalInterface
  private interface Refusal {
    void run() throws InterruptedException;
  }
}
