package io.framemill.controller.http.message;

import io.framemill.controller.api.JobException;
import io.framemill.controller.api.JobRefusedException;
import io.framemill.controller.api.KeyReusedException;
import io.framemill.controller.api.NoSuchJobException;
import io.framemill.controller.api.StandbyException;
import io.framemill.controller.api.StateUnavailableException;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;

/**
 * How each kind of {@link JobException} crosses the network: server and client read this one table.
 */
public enum ProblemType {
  NO_SUCH_JOB("no-such-job", 404, NoSuchJobException.class, NoSuchJobException::withMessage),
  JOB_REFUSED("job-refused", 409, JobRefusedException.class, JobRefusedException::new),
  KEY_REUSED("key-reused", 422, KeyReusedException.class, KeyReusedException::new),
  STANDBY("standby", 503, StandbyException.class, StandbyException::new),
  STATE_UNAVAILABLE(
      "state-unavailable", 503, StateUnavailableException.class, StateUnavailableException::new);

  private static final String PREFIX = "urn:framemill:problem:";

  private final String uri;
  private final int status;
  private final Class<? extends JobException> exception;
  private final Function<String, JobException> factory;

  ProblemType(
      String name,
      int status,
      Class<? extends JobException> exception,
      Function<String, JobException> factory) {
    this.uri = PREFIX + name;
    this.status = status;
    this.exception = exception;
    this.factory = factory;
  }

  /** The type of an exception. */
  public static ProblemType of(JobException exception) {
    return Arrays.stream(values())
        .filter(type -> type.exception.isInstance(exception))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no problem type for " + exception));
  }

  /** The type of that URI; empty for {@code about:blank} and others that this release lacks. */
  public static Optional<ProblemType> ofUri(String uri) {
    return Arrays.stream(values()).filter(type -> type.uri.equals(uri)).findFirst();
  }

  /** The {@code type} of its problem documents. */
  public String uri() {
    return uri;
  }

  /** The HTTP status of its problem documents. */
  public int status() {
    return status;
  }

  /** The exception that a problem document of this type stands for. */
  public JobException toException(String detail) {
    return factory.apply(detail);
  }
}
