package io.framemill.controller.http;

import io.framemill.controller.http.guard.HttpLimits;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.ContentTooLargeResponse;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.eclipse.jetty.http.BadMessageException;

/**
 * The body of a request. All bodies are read through this class: a broken or slow transfer is an
 * {@link IOException} with a message for the client, whatever Jetty throws.
 */
final class RequestBody extends FilterInputStream {
  private final HttpLimits limits;
  private final long startNanos = System.nanoTime();
  private long received;

  private RequestBody(InputStream in, HttpLimits limits) {
    super(in);
    this.limits = limits;
  }

  static InputStream of(Context ctx, HttpLimits limits) {
    return new RequestBody(ctx.bodyInputStream(), limits);
  }

  /**
   * Reads the whole body.
   *
   * @param maxBytes whole MiB
   * @param its name in messages: "A submission"
   * @throws HttpResponseException if it is too long, too slow or incomplete
   */
  static byte[] bytes(Context ctx, HttpLimits limits, int maxBytes, String what) {
    byte[] body;
    try {
      body = of(ctx, limits).readNBytes(maxBytes + 1);
    } catch (TooSlowException e) {
      throw new HttpResponseException(
          HttpStatus.REQUEST_TIMEOUT.getCode(), String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw new BadRequestResponse("The body did not arrive whole: " + e.getMessage());
    }
    if (body.length > maxBytes) {
      throw new ContentTooLargeResponse(what + " has at most " + (maxBytes >> 20) + " MiB");
    }
    return body;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int count;
    try {
      count = super.read(buffer, offset, length);
    } catch (IOException | RuntimeException e) {
      throw new IOException(reason(e), e);
    }
    received += Math.max(0, count);
    if (count > 0) {
      requirePace();
    }
    return count;
  }

  /** Not checked at once: a few bytes on a slow line are not an attack. */
  private void requirePace() throws IOException {
    long nanos = System.nanoTime() - startNanos;
    if (nanos > limits.headerTime().toNanos()
        && received < limits.bodyBytesPerSecond() * (nanos / 1e9)) {
      throw new TooSlowException(
          "The body comes more slowly than " + limits.bodyBytesPerSecond() + " bytes per second");
    }
  }

  private static String reason(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof BadMessageException) {
        return "its chunks are not what HTTP/1.1 allows";
      }
    }
    return e instanceof IOException ? "the connection broke off" : "it cannot be read";
  }

  private static final class TooSlowException extends IOException {
    TooSlowException(String message) {
      super(message);
    }
  }
}
