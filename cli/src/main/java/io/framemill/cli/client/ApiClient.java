package io.framemill.cli.client;

import io.framemill.controller.api.JobRefusedException;
import io.framemill.controller.api.Jobs;
import io.framemill.controller.api.Submission;
import io.framemill.controller.http.JobRoutes;
import io.framemill.controller.http.guard.AccessToken;
import io.framemill.controller.http.message.Problem;
import io.framemill.controller.http.message.ProblemType;
import io.framemill.controller.http.message.ServerException;
import io.framemill.protocol.JobStatus;
import io.framemill.protocol.MalformedMessageException;
import io.framemill.protocol.MessageCodec;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Sends requests to one server, and turns what comes back into messages. Thread-safe. */
final class ApiClient {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(60);

  private final MessageCodec codec = new MessageCodec();
  private final HttpClient http;
  private final URI server;
  private final @Nullable AccessToken token;

  ApiClient(URI server, @Nullable AccessToken token, @Nullable SSLContext tls) {
    this.server = server;
    this.token = token;
    HttpClient.Builder client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIMEOUT);
    this.http = (tls == null ? client : client.sslContext(tls)).build();
  }

  <T> T get(String path, Class<T> type) {
    return exchange(request(path).timeout(ANSWER_TIMEOUT).GET(), type);
  }

  <T> T post(String path, Class<T> type) {
    return exchange(
        request(path).timeout(ANSWER_TIMEOUT).POST(HttpRequest.BodyPublishers.noBody()), type);
  }

  /** Posts a submission, with its idempotency key as the header of that name. */
  JobStatus submit(String path, Submission submission) {
    HttpRequest.Builder request =
        request(path)
            .timeout(ANSWER_TIMEOUT)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofByteArray(codec.encode(submission)));
    String key = submission.idempotencyKey();
    return exchange(
        key == null ? request : request.header(JobRoutes.IDEMPOTENCY_KEY, '"' + key + '"'),
        JobStatus.class);
  }

  /**
   * Sends a request that is not answered with a message.
   *
   * @param headers name, value, name, value...
   * @return the headers of the answer
   * @throws RefusedException if the status is none of success
   */
  HttpHeaders exchange(
      String method, String path, HttpRequest.BodyPublisher body, String... headers) {
    HttpResponse<InputStream> response =
        send(request(path).timeout(ANSWER_TIMEOUT).headers(headers).method(method, body));
    byte[] answer = bytes(response);
    if (response.statusCode() / 100 != 2) {
      throw failure(response.statusCode(), answer);
    }
    return response.headers();
  }

  /**
   * Opens a stream of server-sent events; the caller closes it.
   *
   * @param after id of the last event that is known; 0 for none
   * @return null if nothing follows that event, and nothing will
   */
  @Nullable InputStream events(String path, long after) {
    HttpRequest.Builder request = request(path).header("Accept", "text/event-stream");
    HttpResponse<InputStream> response =
        begin((after > 0 ? request.header("Last-Event-ID", "" + after) : request).GET());
    return switch (response.statusCode()) {
      case HttpURLConnection.HTTP_OK -> response.body();
      case HttpURLConnection.HTTP_NO_CONTENT -> null;
      default -> throw failure(response.statusCode(), bytes(response));
    };
  }

  private <T> T exchange(HttpRequest.Builder request, Class<T> type) {
    HttpResponse<InputStream> response = send(request);
    byte[] body = bytes(response);
    if (response.statusCode() / 100 != 2) {
      throw failure(response.statusCode(), body);
    }
    try {
      return codec.decode(body, type);
    } catch (MalformedMessageException e) {
      throw new ServerException(server + " is not a Framemill server (" + e.getMessage() + ")", e);
    }
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request = HttpRequest.newBuilder(server.resolve(path));
    return token == null ? request : request.header("Authorization", token.header());
  }

  /** Waits only for the answer to begin; a request's own timeout may include the whole of it. */
  private HttpResponse<InputStream> begin(HttpRequest.Builder request) {
    CompletableFuture<HttpResponse<InputStream>> response =
        http.sendAsync(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    try {
      return response.get(ANSWER_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw unreachable(e.getCause() instanceof IOException cause ? cause : new IOException(e));
    } catch (TimeoutException e) {
      response.cancel(true);
      throw unreachable(new IOException("no answer", e));
    } catch (InterruptedException e) {
      response.cancel(true);
      Thread.currentThread().interrupt();
      throw new ServerException("Interrupted while waiting for " + server, e);
    }
  }

  private HttpResponse<InputStream> send(HttpRequest.Builder request) {
    try {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    } catch (IOException e) {
      throw unreachable(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ServerException("Interrupted while waiting for " + server, e);
    }
  }

  private byte[] bytes(HttpResponse<InputStream> response) {
    try (InputStream body = response.body()) {
      return body.readNBytes(MessageCodec.MAX_BYTES + 1);
    } catch (IOException e) {
      throw unreachable(e);
    }
  }

  private RuntimeException failure(int status, byte[] body) {
    if (body.length == 0) {
      String title = "HTTP status " + status;
      return new RefusedException(
          new Problem(title, status, server + " answered with " + title), status);
    }
    try {
      return new RefusedException(codec.decode(body, Problem.class), status);
    } catch (MalformedMessageException e) {
      return new ServerException(server + " is not a Framemill server (HTTP " + status + ")", e);
    }
  }

  private ServerException unreachable(IOException e) {
    String reason = e.getMessage() == null ? "" : " (" + e.getMessage() + ")";
    if (e instanceof SSLException) {
      return new ServerException(
          ("TLS connection failed: %s%s: check that its certificate is valid for this host name and"
                  + " issued by a trusted CA; set --ca-file for a CA of your own")
              .formatted(server, reason),
          e);
    }
    return new ServerException(
        "No server at %s%s. Start one with \"framemill serve\", or set --server URL"
            .formatted(server, reason),
        e);
  }

  /** The server answered with a problem document. */
  static final class RefusedException extends RuntimeException {
    private final Problem problem;
    private final int status;

    RefusedException(Problem problem, int status) {
      super(problem.detail());
      this.problem = problem;
      this.status = status;
    }

    int status() {
      return status;
    }

    /**
     * The exception that {@link Jobs} promises. Without a type that this client knows, a server
     * that is overloaded or fails is a {@link ServerException}; all else is a refusal.
     */
    RuntimeException toJobsException() {
      String detail = problem.detail();
      Optional<ProblemType> type = ProblemType.ofUri(problem.type());
      if (type.isPresent()) {
        return type.get().toException(detail);
      }
      return status >= HttpURLConnection.HTTP_INTERNAL_ERROR
          ? new ServerException(detail)
          : new JobRefusedException(detail);
    }
  }
}
