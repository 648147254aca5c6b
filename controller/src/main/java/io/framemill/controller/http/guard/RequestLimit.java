package io.framemill.controller.http.guard;

import io.framemill.controller.http.Listener;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Limits the requests that are processed at the same time, each of which holds a thread. Health
 * checks have a quota of their own, and the thread pool ({@link Listener}) is larger than both
 * quotas together: slow requests leave threads to health checks, and the reverse. A refused request
 * ends its connection, so that the server does not wait for a client that does not read.
 */
public final class RequestLimit extends Handler.Wrapper {
  private final AddressCounter requests;
  private final AddressCounter healthChecks;

  /**
   * @param requests requests other than health checks
   * @param healthChecks requests below {@link HealthRoutes#ROOT}
   */
  public RequestLimit(Quota requests, Quota healthChecks) {
    this.requests = new AddressCounter(requests);
    this.healthChecks = new AddressCounter(healthChecks);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    String path = Request.getPathInContext(request);
    AddressCounter counter = path.startsWith(HealthRoutes.ROOT) ? healthChecks : requests;
    String client = RateLimit.client(Request.getRemoteAddr(request));
    if (!counter.tryAcquire(client)) {
      response.getHeaders().put(HttpHeader.RETRY_AFTER, "1");
      response.getHeaders().put(HttpHeader.CONNECTION, HttpHeaderValue.CLOSE);
      Response.writeError(request, response, callback, HttpStatus.SERVICE_UNAVAILABLE_503);
      return true;
    }
    try {
      return super.handle(request, response, callback);
    } finally {
      counter.release(client);
    }
  }
}
