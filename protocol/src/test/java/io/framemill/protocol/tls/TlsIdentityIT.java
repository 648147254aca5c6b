package io.framemill.protocol.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.framemill.testbroker.TestAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys and certificates as the JDK's own tool makes them. */
class TlsIdentityIT {
  @TempDir static Path directory;
  private static TestAuthority authority;
  private static TestAuthority.Identity server;

  @BeforeAll
  static void makeCertificates() {
    authority = new TestAuthority(directory);
    server = authority.issue("server");
  }

  @Test
  void read_pair_hasItsNameAndHidesItsKey() {
    TlsIdentity identity = TlsIdentity.read(server.certificate(), server.key());

    assertThat(identity).hasToString("TlsIdentity[CN=server]");
    assertThat(TlsContexts.of(authority.caFile(), identity).getProtocol()).isEqualTo("TLS");
  }

  @Test
  void read_keyOfAnotherCertificate_isRefused() {
    TestAuthority.Identity other = authority.issue("other");

    assertThatThrownBy(() -> TlsIdentity.read(server.certificate(), other.key()))
        .isInstanceOf(TlsException.class)
        .hasMessage(
            "The key in %s is not that of the certificate in %s",
            other.key(), server.certificate());
  }

  @Test
  void read_expiredCertificate_isRefusedWithTheTime() {
    TestAuthority.Identity old = authority.issueExpired("old");

    assertThatThrownBy(() -> TlsIdentity.read(old.certificate(), old.key()))
        .isInstanceOf(TlsException.class)
        .hasMessageMatching(".*old\\.pem: the certificate expired at 20\\d\\d-.*Z");
  }

  @Test
  void read_keyInAnotherForm_saysHowToMakeOne() throws IOException {
    Path key =
        Files.writeString(
            directory.resolve("old.key"),
            "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----\n");

    assertThatThrownBy(() -> TlsIdentity.read(server.certificate(), key))
        .isInstanceOf(TlsException.class)
        .hasMessageContaining("openssl pkcs8 -topk8 -nocrypt");
  }

  @Test
  void read_damagedKey_isRefusedWithoutShowingIt() throws IOException {
    Path key =
        Files.writeString(
            directory.resolve("bad.key"),
            "-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----\n");

    assertThatThrownBy(() -> TlsIdentity.read(server.certificate(), key))
        .isInstanceOf(TlsException.class)
        .hasMessageContaining("bad.key: the private key in it is none of")
        .hasMessageNotContaining("c2VjcmV0");
  }

  @Test
  void read_notThereOrNoCertificate_saysWhich() throws IOException {
    Path nothing = Files.writeString(directory.resolve("empty.pem"), "");

    assertThatThrownBy(() -> TlsIdentity.read(directory.resolve("none.pem"), server.key()))
        .hasMessageEndingWith("none.pem: there is no such file");
    assertThatThrownBy(() -> TlsContexts.of(nothing, null))
        .hasMessageEndingWith("empty.pem: there is no certificate in it");
  }
}
