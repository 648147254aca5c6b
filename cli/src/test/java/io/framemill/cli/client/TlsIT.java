package io.framemill.cli.client;

import static io.framemill.controller.http.FakeJobs.aJob;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.framemill.controller.http.FakeJobs;
import io.framemill.controller.http.HttpApi;
import io.framemill.controller.http.guard.AccessToken;
import io.framemill.controller.http.guard.Endpoint;
import io.framemill.controller.http.guard.HttpLimits;
import io.framemill.controller.http.message.ServerException;
import io.framemill.controller.upload.UploadPolicy;
import io.framemill.controller.upload.Uploads;
import io.framemill.protocol.JobState;
import io.framemill.protocol.storage.SharedDirectory;
import io.framemill.protocol.tls.TlsContexts;
import io.framemill.protocol.tls.TlsIdentity;
import io.framemill.testbroker.TestAuthority;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The API with a certificate that the JDK's own tool made. */
class TlsIT {
  @TempDir static Path directory;
  private static TestAuthority authority;
  private static HttpApi api;

  @BeforeAll
  static void start() {
    authority = new TestAuthority(directory);
    TestAuthority.Identity server = authority.issue("server");
    FakeJobs jobs = new FakeJobs();
    jobs.put(aJob("a", JobState.RUNNING));
    api =
        HttpApi.start(
            new Endpoint(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                new AccessToken("correct-horse-battery"),
                TlsContexts.of(null, TlsIdentity.read(server.certificate(), server.key())),
                HttpLimits.DEFAULT),
            "1.2.3",
            jobs,
            directory,
            new SharedDirectory(directory, directory.resolve("out")),
            new Uploads(directory, UploadPolicy.DEFAULT),
            Optional::empty);
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  @Test
  void list_authorityTrusted_isAnswered() {
    assertThat(client("localhost", TlsContexts.of(authority.caFile(), null)).list())
        .containsExactly(aJob("a", JobState.RUNNING));
  }

  @Test
  void list_authorityNotTrusted_saysHowToTrustIt() {
    assertThatThrownBy(() -> client("localhost", null).list())
        .isInstanceOf(ServerException.class)
        .hasMessageContaining("TLS connection failed: https://localhost:" + api.port())
        .hasMessageContaining("--ca-file")
        .hasMessageNotContaining("\n");
  }

  @Test
  void list_certificateOfAnotherName_isRefused() {
    assertThatThrownBy(() -> client("127.0.0.1", TlsContexts.of(authority.caFile(), null)).list())
        .isInstanceOf(ServerException.class)
        .hasMessageContaining("TLS connection failed: https://127.0.0.1:" + api.port());
  }

  @Test
  void list_withoutTls_isNotAnswered() {
    RemoteJobs plain =
        new RemoteJobs(
            URI.create("http://localhost:" + api.port()),
            new AccessToken("correct-horse-battery"),
            null);

    assertThatThrownBy(plain::list).isInstanceOf(ServerException.class);
  }

  @Test
  void handshake_oldTls_isRefused() throws Exception {
    SSLContext context = TlsContexts.of(authority.caFile(), null);
    try (Socket socket =
        context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), api.port())) {
      SSLSocket old = (SSLSocket) socket;
      old.setEnabledProtocols(new String[] {"TLSv1.1"});

      assertThatThrownBy(old::startHandshake).isInstanceOf(SSLHandshakeException.class);
    }
  }

  private static RemoteJobs client(String host, @Nullable SSLContext tls) {
    return new RemoteJobs(
        URI.create("https://" + host + ":" + api.port()),
        new AccessToken("correct-horse-battery"),
        tls);
  }
}
