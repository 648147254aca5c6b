package io.framemill.worker.process;

import io.framemill.protocol.Attempt;
import java.util.List;
import org.slf4j.MDC;

/** Sets SLF4J's MDC for the current thread until it is closed. Contexts of different kinds nest. */
public final class LogContext implements AutoCloseable {
  static final String JOB = "jobId";
  static final String TASK = "task";
  static final String WORKER = "workerId";

  private final List<String> keys;

  private LogContext(List<String> keys) {
    this.keys = keys;
  }

  public static LogContext ofTask(Attempt attempt) {
    MDC.put(JOB, attempt.job().value());
    MDC.put(TASK, attempt.task() + "#" + attempt.number());
    return new LogContext(List.of(JOB, TASK));
  }

  public static LogContext ofWorker(String worker) {
    MDC.put(WORKER, worker);
    return new LogContext(List.of(WORKER));
  }

  @Override
  public void close() {
    keys.forEach(MDC::remove);
  }
}
