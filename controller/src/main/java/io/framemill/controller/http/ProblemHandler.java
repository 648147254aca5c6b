package io.framemill.controller.http;

import io.framemill.controller.http.message.Problem;
import io.framemill.protocol.MessageCodec;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Answers with a problem document, in place of Jetty's error page, where Jetty itself refuses a
 * request: invalid HTTP, or a request that is too large.
 */
final class ProblemHandler implements Request.Handler {
  private static final MessageCodec CODEC = new MessageCodec();

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, Problem.MEDIA_TYPE);
    ByteBuffer body = ByteBuffer.wrap(problem(response.getStatus()));
    response.write(/* last= */ true, body, callback);
    return true;
  }

  /** Without Jetty's own reasons, which may expose internals; the status is enough. */
  private static byte[] problem(int status) {
    return CODEC.encode(new Problem(HttpStatus.getMessage(status), status, detail(status)));
  }

  private static String detail(int status) {
    return switch (status) {
      case HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE_431 -> "The headers are too long";
      case HttpStatus.URI_TOO_LONG_414 -> "The address is too long";
      case HttpStatus.REQUEST_TIMEOUT_408 -> "The request came too slowly";
      case HttpStatus.SERVICE_UNAVAILABLE_503 ->
          "Too many requests are worked on at this moment; try again";
      case HttpStatus.BAD_REQUEST_400 -> "This is not a request that HTTP/1.1 allows";
      default -> "The server does not take this request";
    };
  }
}
