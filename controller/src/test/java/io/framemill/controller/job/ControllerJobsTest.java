package io.framemill.controller.job;

import io.framemill.controller.api.Jobs;
import io.framemill.controller.api.JobsContract;
import io.framemill.controller.store.JobStore;
import java.nio.file.Path;

class ControllerJobsTest extends JobsContract {
  @SuppressWarnings("NullAway.Init")
  private Controller controller;

  @Override
  protected Jobs open(Path media) {
    controller = controller(media, JobStore.open(media.resolve("state.db")));
    return controller;
  }

  @Override
  protected void close() {
    controller.close();
  }
}
