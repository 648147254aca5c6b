package io.framemill.testbroker;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a RabbitMQ knows from its first start: a user and virtual hosts. The form is that of
 * RabbitMQ's "Schema Definition Export and Import".
 */
final class Definitions {
  private static final byte[] SALT = {1, 2, 3, 4};

  private Definitions() {}

  /** Writes a file with the default virtual host and others; returns its path. */
  static Path write(Path directory, String user, String password, List<String> others)
      throws IOException {
    List<String> hosts = Stream.concat(Stream.of("/"), others.stream()).toList();
    Map<String, Object> login =
        Map.of("name", user, "password_hash", hash(password), "tags", List.of("administrator"));
    Map<String, Object> all =
        Map.of(
            "users", List.of(login),
            "vhosts", hosts.stream().map(host -> Map.of("name", host)).toList(),
            "permissions", hosts.stream().map(host -> permission(user, host)).toList());
    Path file = directory.resolve("definitions.json");
    Files.writeString(file, new ObjectMapper().writeValueAsString(all));
    return file;
  }

  private static Map<String, String> permission(String user, String host) {
    return Map.of("user", user, "vhost", host, "configure", ".*", "write", ".*", "read", ".*");
  }

  /** Salt and SHA-256 of salt and password, as rabbit_password_hashing_sha256 has it. */
  private static String hash(String password) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(SALT);
      ByteArrayOutputStream hash = new ByteArrayOutputStream();
      hash.writeBytes(SALT);
      hash.writeBytes(digest.digest(password.getBytes(StandardCharsets.UTF_8)));
      return Base64.getEncoder().encodeToString(hash.toByteArray());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
