package io.framemill.cli.client;

import io.framemill.controller.api.Jobs;
import io.framemill.controller.api.JobsContract;
import io.framemill.controller.http.HttpApi;
import io.framemill.controller.http.guard.Endpoint;
import io.framemill.controller.job.Controller;
import io.framemill.controller.store.JobStore;
import io.framemill.controller.upload.UploadPolicy;
import io.framemill.controller.upload.Uploads;
import io.framemill.protocol.storage.SharedDirectory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** The jobs of a controller behind its HTTP API are like those of one in this process. */
class RemoteControllerTest extends JobsContract {
  @SuppressWarnings("NullAway.Init")
  private Controller controller;

  @SuppressWarnings("NullAway.Init")
  private HttpApi api;

  @Override
  protected Jobs open(Path media) {
    controller = controller(media, JobStore.open(media.resolve("state.db")));
    api =
        HttpApi.start(
            new Endpoint(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), null),
            "1.2.3",
            controller,
            media,
            new SharedDirectory(media, media.resolve("out")),
            new Uploads(media, UploadPolicy.DEFAULT),
            Optional::empty);
    return new RemoteJobs(URI.create("http://127.0.0.1:" + api.port()), null, null);
  }

  @Override
  protected void close() {
    api.close();
    controller.close();
  }
}
