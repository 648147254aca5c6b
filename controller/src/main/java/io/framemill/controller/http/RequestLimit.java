package io.framemill.controller.http;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.handler.HandlerWrapper;

/**
 * Limits the requests that are worked on at the same time, each of which holds a thread. The quota
 * is well below the size of Jetty's pool: the threads that it leaves are for the health checks,
 * which are not counted.
 */
final class RequestLimit extends HandlerWrapper {
  private final AddressCounter requests;

  RequestLimit(Quota quota) {
    requests = new AddressCounter(quota);
  }

  @Override
  public void handle(
      String target, Request baseRequest, HttpServletRequest request, HttpServletResponse response)
      throws IOException, ServletException {
    if (target.startsWith(HealthRoutes.ROOT)) {
      super.handle(target, baseRequest, request, response);
      return;
    }
    String client = RateGuard.client(request.getRemoteAddr());
    if (!requests.tryAcquire(client)) {
      baseRequest.setHandled(true);
      response.setHeader("Retry-After", "1");
      response.sendError(HttpStatus.SERVICE_UNAVAILABLE_503);
      return;
    }
    try {
      super.handle(target, baseRequest, request, response);
    } finally {
      requests.release(client);
    }
  }
}
