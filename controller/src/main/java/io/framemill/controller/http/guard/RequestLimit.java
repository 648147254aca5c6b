package io.framemill.controller.http.guard;

import io.framemill.controller.http.Listener;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.handler.HandlerWrapper;

/**
 * Limits the requests that are worked on at the same time, each of which holds a thread. Health
 * checks have a quota of their own, and the thread pool ({@link Listener}) is larger than both
 * quotas together: requests that take long leave threads to the health checks, and the other way
 * round. A refused request ends its connection, so that it cannot wait for a client that reads
 * nothing.
 */
public final class RequestLimit extends HandlerWrapper {
  private final AddressCounter requests;
  private final AddressCounter healthChecks;

  /**
   * @param requests all but health checks
   * @param healthChecks requests below {@link HealthRoutes#ROOT}
   */
  public RequestLimit(Quota requests, Quota healthChecks) {
    this.requests = new AddressCounter(requests);
    this.healthChecks = new AddressCounter(healthChecks);
  }

  @Override
  public void handle(
      String target, Request baseRequest, HttpServletRequest request, HttpServletResponse response)
      throws IOException, ServletException {
    AddressCounter counter = target.startsWith(HealthRoutes.ROOT) ? healthChecks : requests;
    String client = RateLimit.client(request.getRemoteAddr());
    if (!counter.tryAcquire(client)) {
      baseRequest.setHandled(true);
      response.setHeader("Retry-After", "1");
      response.setHeader("Connection", "close");
      response.sendError(HttpStatus.SERVICE_UNAVAILABLE_503);
      return;
    }
    try {
      super.handle(target, baseRequest, request, response);
    } finally {
      counter.release(client);
    }
  }
}
