package io.framemill.controller.http;

import io.javalin.http.BadRequestResponse;
import io.javalin.http.ContentTooLargeResponse;
import io.javalin.http.Context;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.eclipse.jetty.http.BadMessageException;

/**
 * The body of a request. All are read through this: what breaks on the way is an {@link
 * IOException} that says so in words for the client, whatever Jetty throws.
 */
final class RequestBody extends FilterInputStream {
  private RequestBody(InputStream in) {
    super(in);
  }

  static InputStream of(Context ctx) {
    return new RequestBody(ctx.bodyInputStream());
  }

  /**
   * The whole body.
   *
   * @param what it should be, for messages: "A submission"
   * @throws ContentTooLargeResponse if it is longer than {@code maxBytes}
   * @throws BadRequestResponse if it does not arrive whole
   */
  static byte[] bytes(Context ctx, int maxBytes, String what) {
    byte[] body;
    try {
      body = of(ctx).readNBytes(maxBytes + 1);
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
    try {
      return super.read(buffer, offset, length);
    } catch (IOException | RuntimeException e) {
      throw new IOException(reason(e), e);
    }
  }

  private static String reason(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof BadMessageException bad) {
        return bad.getCode() == 408
            ? "it comes too slowly"
            : "its chunks are not what HTTP/1.1 allows";
      }
    }
    return e instanceof IOException ? "the connection broke off" : "it cannot be read";
  }
}
