package io.framemill.controller.standby;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.framemill.controller.PostgresServer;
import io.framemill.controller.api.Jobs;
import io.framemill.controller.api.JobsContract;
import io.framemill.controller.api.StandbyException;
import io.framemill.controller.store.Lease;
import io.framemill.controller.store.LeaseConfig;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class StandbyMemberIT extends JobsContract {
  @SuppressWarnings("NullAway.Init")
  private StandbyMember member;

  @Override
  protected Jobs open(Path media) {
    member = new StandbyMember(store -> controller(media, store));
    member.join(
        new Lease(PostgresServer.shared().newDatabase(), new LeaseConfig("one", "http://one")));
    await().until(() -> member.standingBy().isEmpty());
    return member;
  }

  @Override
  protected void close() {
    member.close();
  }

  @Test
  void anyCall_whileItStandsBy_saysSo() {
    member.close();
    assertThatThrownBy(member::list).isInstanceOf(StandbyException.class);
  }
}
