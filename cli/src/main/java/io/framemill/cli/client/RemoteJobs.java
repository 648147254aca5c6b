package io.framemill.cli.client;

import io.framemill.cli.client.ApiClient.RefusedException;
import io.framemill.controller.api.Jobs;
import io.framemill.controller.api.Submission;
import io.framemill.controller.http.guard.AccessToken;
import io.framemill.controller.http.message.DeadMessageList;
import io.framemill.controller.http.message.JobList;
import io.framemill.controller.http.message.ServerException;
import io.framemill.controller.http.message.WorkerList;
import io.framemill.protocol.DeadMessage;
import io.framemill.protocol.JobEvent;
import io.framemill.protocol.JobId;
import io.framemill.protocol.JobStatus;
import io.framemill.protocol.WorkerStatus;
import java.net.URI;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The jobs of a controller on the network. Every method throws {@link ServerException} if the
 * server cannot be reached or does not do its part. Thread-safe.
 */
public final class RemoteJobs implements Jobs {
  private final ApiClient client;

  /**
   * @param server such as {@code http://127.0.0.1:8090}; not contacted yet
   * @param token the server's secret; null for none
   * @param tls CA certificates to trust for {@code https://}; null for Java's own
   */
  public RemoteJobs(URI server, @Nullable AccessToken token, @Nullable SSLContext tls) {
    client = new ApiClient(server, token, tls);
  }

  /**
   * Brings sources to the server.
   *
   * @param notes hears a line for people when a connection broke and is made again
   */
  public SourceUploader uploader(Consumer<String> notes) {
    return new SourceUploader(client, notes);
  }

  @Override
  public JobStatus submit(Submission submission) {
    return refusals(() -> client.submit("/v1/jobs", submission));
  }

  @Override
  public List<JobStatus> list() {
    return refusals(() -> client.get("/v1/jobs", JobList.class)).jobs();
  }

  @Override
  public JobStatus status(JobId job) {
    return refusals(() -> client.get(path(job), JobStatus.class));
  }

  @Override
  public JobStatus cancel(JobId job) {
    return refusals(() -> client.post(path(job) + "/cancel", JobStatus.class));
  }

  @Override
  public JobStatus retry(JobId job) {
    return refusals(() -> client.post(path(job) + "/retry", JobStatus.class));
  }

  @Override
  public Watch watch(JobId job, long after, Consumer<JobEvent> listener) {
    return new RemoteEvents(
        job.value(),
        after,
        last -> refusals(() -> client.events(path(job) + "/events", last)),
        listener);
  }

  @Override
  public List<WorkerStatus> workers() {
    return refusals(() -> client.get("/v1/workers", WorkerList.class)).workers();
  }

  @Override
  public List<DeadMessage> deadMessages() {
    return refusals(() -> client.get("/v1/dead", DeadMessageList.class)).messages();
  }

  private static String path(JobId job) {
    return "/v1/jobs/" + job;
  }

  /** Turns what the server refuses into the exceptions that {@link Jobs} promises. */
  static <T extends @Nullable Object> T refusals(Supplier<T> request) {
    try {
      return request.get();
    } catch (RefusedException e) {
      throw e.toJobsException();
    }
  }
}
