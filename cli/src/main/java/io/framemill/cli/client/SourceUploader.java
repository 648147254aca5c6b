package io.framemill.cli.client;

import io.framemill.cli.client.ApiClient.RefusedException;
import io.framemill.controller.http.message.ServerException;
import io.framemill.controller.http.message.ServerInfo;
import io.framemill.controller.http.message.SourceInfo;
import io.framemill.protocol.storage.AtomicFile;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Makes a file of this machine a source of the server: by its key if the server sees it in its
 * media directory, else by an upload, which continues where it was after a broken connection.
 */
public final class SourceUploader {
  /** A broken connection is tried again for so long without any success. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final ApiClient client;
  private final Consumer<String> notes;

  SourceUploader(ApiClient client, Consumer<String> notes) {
    this.client = client;
    this.notes = notes;
  }

  /**
   * Puts a file where the server can read it; returns its storage key.
   *
   * @throws ServerException if the file cannot be read or the server cannot be reached
   * @throws io.framemill.controller.api.JobException if the server does not take it
   */
  public String place(Path file) {
    try {
      Path real = file.toRealPath();
      Optional<String> key = keyOnServer(real);
      return key.isPresent() ? key.get() : upload(real);
    } catch (IOException e) {
      throw new ServerException("Cannot read " + file + " (" + AtomicFile.why(e) + ")", e);
    }
  }

  /**
   * Asks the server who it is, which changes nothing.
   *
   * @throws ServerException if it cannot be reached
   * @throws io.framemill.controller.api.JobException if it does not answer this client
   */
  public void requireServer() {
    serverInfo();
  }

  private ServerInfo serverInfo() {
    return RemoteJobs.refusals(() -> client.get("/v1/server", ServerInfo.class));
  }

  private Optional<String> keyOnServer(Path file) throws IOException {
    ServerInfo info = serverInfo();
    Path media = Path.of(info.mediaDirectory());
    if (!Files.isDirectory(media) || !file.startsWith(media.toRealPath())) {
      return Optional.empty();
    }
    String key = key(media.toRealPath().relativize(file));
    return hasSize(key, Files.size(file)) ? Optional.of(key) : Optional.empty();
  }

  /** Two machines may each have a directory of that name, with other things in it. */
  private boolean hasSize(String key, long sizeBytes) {
    try {
      SourceInfo source = client.get("/v1/sources?key=" + encode(key), SourceInfo.class);
      return source.sizeBytes() == sizeBytes;
    } catch (RefusedException e) {
      return false;
    }
  }

  private String upload(Path file) throws IOException {
    try (ResumableUpload upload = new ResumableUpload(client, file, notes, PATIENCE)) {
      return upload.send();
    } catch (RefusedException e) {
      throw e.toJobsException();
    }
  }

  private static String key(Path relative) {
    List<String> parts = new ArrayList<>();
    relative.forEach(part -> parts.add(part.toString()));
    return String.join("/", parts);
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
