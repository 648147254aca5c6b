package io.framemill.testbroker;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** An authority for the tests' certificates, made with the JDK's keytool. */
public final class TestAuthority {
  private static final String PASSWORD = "changeit";
  private static final String ALIAS = "ca";

  private final Path directory;
  private final Path store;

  /**
   * @param directory for the files
   */
  public TestAuthority(Path directory) {
    this.directory = directory;
    this.store = directory.resolve("authority.p12");
    keytool(ALIAS, "CN=Test authority", "-ext", "bc:c", "-validity", "30");
    write(caFile(), List.of(entry(ALIAS).getCertificate()));
  }

  /** Its own certificate, PEM. */
  public Path caFile() {
    return directory.resolve("ca.pem");
  }

  /** A certificate for {@code localhost}, but not for 127.0.0.1, and its key. */
  public Identity issue(String name) {
    return issue(name, "-validity", "30");
  }

  /** The same, of which the time is over. */
  public Identity issueExpired(String name) {
    return issue(name, "-startdate", "-10d", "-validity", "5");
  }

  private Identity issue(String name, String... validity) {
    List<String> arguments = new ArrayList<>(List.of(validity));
    arguments.addAll(List.of("-signer", ALIAS, "-ext", "san=dns:localhost"));
    keytool(name, "CN=" + name, arguments.toArray(String[]::new));
    KeyStore.PrivateKeyEntry entry = entry(name);
    Path certificate = directory.resolve(name + ".pem");
    Path key = directory.resolve(name + ".key");
    write(certificate, List.of(entry.getCertificateChain()[0]));
    write(key, "PRIVATE KEY", entry.getPrivateKey().getEncoded());
    return new Identity(certificate, key);
  }

  private KeyStore.PrivateKeyEntry entry(String alias) {
    try (InputStream content = Files.newInputStream(store)) {
      KeyStore keys = KeyStore.getInstance("PKCS12");
      keys.load(content, PASSWORD.toCharArray());
      return (KeyStore.PrivateKeyEntry)
          keys.getEntry(alias, new KeyStore.PasswordProtection(PASSWORD.toCharArray()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private void keytool(String alias, String name, String... more) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD,
                "-alias",
                alias,
                "-dname",
                name));
    command.addAll(List.of(more));
    try {
      Path log = directory.resolve("keytool.log");
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      if (process.waitFor() != 0) {
        throw new IllegalStateException("keytool failed: " + Files.readString(log));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static void write(Path file, List<Certificate> certificates) {
    try {
      for (Certificate certificate : certificates) {
        write(file, "CERTIFICATE", certificate.getEncoded());
      }
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void write(Path file, String kind, byte[] content) {
    String base64 = Base64.getMimeEncoder().encodeToString(content);
    try {
      Files.writeString(
          file, "-----BEGIN " + kind + "-----\n" + base64 + "\n-----END " + kind + "-----\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * One end of a connection.
   *
   * @param certificate PEM
   * @param key PEM, PKCS #8
   */
  public record Identity(Path certificate, Path key) {}
}
