package io.framemill.cli.client;

import io.framemill.cli.client.ApiClient.RefusedException;
import io.framemill.controller.http.message.ServerException;
import io.framemill.controller.http.message.SourceInfo;
import io.framemill.controller.http.message.Tus;
import io.framemill.controller.upload.Checksum;
import io.framemill.controller.upload.UploadName;
import io.framemill.protocol.Backoff;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Sends a file in pieces, each with its hash, as tus 1.0.0 says. When the connection breaks or the
 * server is away, it asks how much has arrived and continues there. Used by one thread.
 */
final class ResumableUpload implements AutoCloseable {
  /** What is sent again at most after the connection broke. */
  static final int PIECE_BYTES = 8 << 20;

  private static final Backoff BACKOFF = Backoff.ofMillis(250, 5_000);

  /** Statuses that may be others soon: what arrived is elsewhere, damaged, or not wanted yet. */
  private static final Set<Integer> PASSING = Set.of(409, 423, 429, 460, 502, 503, 504);

  private final ApiClient client;
  private final Path file;
  private final Consumer<String> notes;
  private final Duration patience;
  private final FileChannel content;
  private final long sizeBytes;

  /**
   * @param patience how long it tries again without any success
   * @throws IOException if the file cannot be opened
   */
  ResumableUpload(ApiClient client, Path file, Consumer<String> notes, Duration patience)
      throws IOException {
    this.client = client;
    this.file = file;
    this.notes = notes;
    this.patience = patience;
    this.content = FileChannel.open(file, StandardOpenOption.READ);
    this.sizeBytes = content.size();
  }

  /**
   * Sends it all.
   *
   * @return its storage key
   * @throws IOException if the file cannot be read, or changes meanwhile
   * @throws ServerException if the server stays away
   * @throws RefusedException if it does not take the file
   */
  String send() throws IOException {
    String upload = patiently(this::create);
    for (long offset = 0; offset < sizeBytes; ) {
      Piece piece = read(offset);
      offset = patiently(new Sending(upload, piece));
    }
    return patiently(() -> client.get(upload, SourceInfo.class)).key();
  }

  @Override
  public void close() throws IOException {
    content.close();
  }

  private String create() {
    String name = UploadName.of(String.valueOf(file.getFileName()));
    HttpHeaders answer =
        client.exchange(
            "POST",
            "/v1/uploads",
            BodyPublishers.noBody(),
            Tus.RESUMABLE,
            Tus.VERSION,
            Tus.LENGTH,
            "" + sizeBytes,
            Tus.METADATA,
            Tus.metadata(name));
    return answer
        .firstValue("Location")
        .orElseThrow(() -> new ServerException("The server sent no upload URL"));
  }

  private Piece read(long offset) throws IOException {
    byte[] bytes = new byte[Math.toIntExact(Math.min(PIECE_BYTES, sizeBytes - offset))];
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      if (content.read(buffer, offset + buffer.position()) < 0) {
        throw new IOException("the file became shorter during the upload");
      }
    }
    return new Piece(offset, bytes);
  }

  /** Does it until it is done, or for too long nothing was. */
  private <T> T patiently(Supplier<T> step) {
    long deadline = System.nanoTime() + patience.toNanos();
    for (int failures = 1; ; failures++) {
      try {
        return step.get();
      } catch (ServerException e) {
        giveUpAfter(deadline, e);
      } catch (RefusedException e) {
        if (!PASSING.contains(e.status())) {
          throw e;
        }
        giveUpAfter(deadline, e);
      }
      sleep(BACKOFF.after(failures));
    }
  }

  private void giveUpAfter(long deadline, RuntimeException failure) {
    if (System.nanoTime() > deadline || Thread.currentThread().isInterrupted()) {
      throw failure;
    }
  }

  private static void sleep(Duration pause) {
    try {
      TimeUnit.MILLISECONDS.sleep(pause.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Bytes of the file. Two are equal only if they share the array. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Piece(long offset, byte[] bytes) {}

  /** Sends a piece; from the second time on, asks first how much has arrived. */
  private final class Sending implements Supplier<Long> {
    private final String upload;
    private final Piece piece;
    private boolean again;

    Sending(String upload, Piece piece) {
      this.upload = upload;
      this.piece = piece;
    }

    @Override
    public Long get() {
      if (again) {
        long arrived = arrived();
        notes.accept(file.getFileName() + ": connection lost; resuming at byte " + arrived);
        if (arrived != piece.offset()) {
          return arrived;
        }
      }
      again = true;
      Checksum checksum = Checksum.of("SHA-256", piece.bytes());
      HttpHeaders answer =
          exchange(
              "PATCH",
              BodyPublishers.ofByteArray(piece.bytes()),
              "Content-Type",
              Tus.PIECE_TYPE,
              Tus.OFFSET,
              "" + piece.offset(),
              Tus.CHECKSUM,
              "sha256 " + checksum.base64());
      return offset(answer);
    }

    private long arrived() {
      return offset(exchange("HEAD", BodyPublishers.noBody()));
    }

    private HttpHeaders exchange(String method, BodyPublisher body, String... headers) {
      String[] all = new String[headers.length + 2];
      System.arraycopy(headers, 0, all, 2, headers.length);
      all[0] = Tus.RESUMABLE;
      all[1] = Tus.VERSION;
      return client.exchange(method, upload, body, all);
    }

    private long offset(HttpHeaders answer) {
      return answer
          .firstValueAsLong(Tus.OFFSET)
          .orElseThrow(() -> new ServerException("The server sent no upload offset"));
    }
  }
}
