package io.framemill.cli.client;

import io.framemill.protocol.JobEvent;
import io.framemill.protocol.MalformedMessageException;
import io.framemill.protocol.MessageCodec;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads server-sent events; of their fields only {@code data}, which holds all. */
final class EventReader implements AutoCloseable {
  private static final String DATA = "data:";

  private final MessageCodec codec = new MessageCodec();
  private final BufferedReader lines;
  private final Runnable onLine;

  /**
   * @param onLine called for each line that comes in, a heartbeat's as well
   */
  EventReader(InputStream stream, Runnable onLine) {
    this.onLine = onLine;
    lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
  }

  /**
   * Waits for the next event.
   *
   * @return null at the end of the stream
   * @throws IOException if the stream breaks off or holds something else
   */
  @Nullable JobEvent next() throws IOException {
    StringBuilder data = new StringBuilder();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      onLine.run();
      if (line.startsWith(DATA)) {
        data.append(line, DATA.length(), line.length()).append('\n');
      } else if (line.isEmpty() && !data.isEmpty()) {
        return decode(data.toString());
      }
    }
    return null;
  }

  private JobEvent decode(String data) throws IOException {
    try {
      return codec.decode(data.getBytes(StandardCharsets.UTF_8), JobEvent.class);
    } catch (MalformedMessageException e) {
      throw new IOException("Not a job event", e);
    }
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
