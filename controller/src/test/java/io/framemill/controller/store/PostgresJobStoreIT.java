package io.framemill.controller.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.framemill.controller.PostgresServer;
import io.framemill.controller.store.database.PostgresConfig;
import io.framemill.controller.store.database.StoreException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

class PostgresJobStoreIT extends JobStoreContract {
  private static final Duration SHORT = Duration.ofMillis(1_500);

  private final PostgresConfig database = PostgresServer.shared().newDatabase();
  private final Lease lease = new Lease(database, new LeaseConfig("one", "http://one"));

  @BeforeEach
  void take() {
    assertThat(lease.take()).isTrue();
  }

  @AfterEach
  void close() {
    lease.close();
  }

  @Override
  JobStore open() {
    return lease.openStore();
  }

  @Override
  void start() {
    try (Lease another = new Lease(database, new LeaseConfig("two", "http://two"))) {
      assertThat(another.identity()).isEqualTo(lease.identity());
    }
  }

  @Override
  DataSource dataSource() {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(database.url());
    source.setPassword(database.password());
    return source;
  }

  @Override
  String place() {
    return database.address();
  }

  @Test
  void take_whileAnotherHasIt_isRefusedAndSaysWho() {
    try (Lease other = new Lease(database, new LeaseConfig("two", "http://two"))) {
      assertThat(other.take()).isFalse();
      assertThat(other.isHeld()).isFalse();
      assertThat(other.holder()).contains(new Lease.Holder("one", "http://one"));
    }
    assertThat(lease.isHeld()).isTrue();
    assertThat(lease.renew()).isTrue();
  }

  @Test
  void take_afterARelease_isGrantedAtOnce() {
    lease.release();
    assertThat(lease.isHeld()).isFalse();
    try (Lease other = new Lease(database, new LeaseConfig("two", "http://two"))) {
      assertThat(other.take()).isTrue();
      assertThat(lease.renew()).isFalse();
    }
  }

  @Test
  void take_afterANewerReleaseHasChangedTheSchema_isRefusedEachTime(@TempDir Path newer)
      throws Exception {
    try (Lease standby = new Lease(database, new LeaseConfig("two", "http://two"))) {
      assertThat(standby.take()).isFalse();
      migrateToTheFuture(newer);
      lease.release();

      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(standby::take)
            .isInstanceOf(StoreException.class)
            .hasMessageContaining("was written by Framemill 9.8.7 (schema 99)");
      }
      assertThat(standby.isHeld()).isFalse();
    }
  }

  @Test
  void transaction_underAPassedEpoch_isRefusedAndNothingIsStored() {
    try (JobStore old = open();
        Lease other = new Lease(database, new LeaseConfig("two", "http://two"))) {
      lease.release();
      assertThat(other.take()).isTrue();
      assertThatThrownBy(() -> old.transaction(changes -> changes.saveJobs(List.of(job))))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("Another controller has taken over");
      assertThat(old.mayAct()).isFalse();
      try (JobStore store = other.openStore()) {
        assertThat(store.jobs()).isEmpty();
        assertThat(store.mayAct()).isTrue();
      }
    }
  }

  @Test
  void mayAct_leaseTakenAgainByTheSameProcess_isFalseForTheOldStoreAndItWritesNothing() {
    try (JobStore old = open()) {
      lease.release();
      assertThat(lease.take()).isTrue();
      assertThat(old.mayAct()).isFalse();
      assertThatThrownBy(() -> old.transaction(changes -> changes.saveJobs(List.of(job))))
          .hasMessageContaining("Another controller has taken over");
      try (JobStore store = open()) {
        assertThat(store.mayAct()).isTrue();
        assertThat(store.jobs()).isEmpty();
      }
    }
  }

  @Test
  void take_afterTheEndOfALease_isGrantedThoughItsHolderSleptInATransaction() throws Exception {
    lease.release();
    try (Lease sleeper =
            new Lease(database, new LeaseConfig("s", "http://s", SHORT, Duration.ofMillis(100)));
        Lease other = new Lease(database, new LeaseConfig("two", "http://two"))) {
      assertThat(sleeper.take()).isTrue();
      try (JobStore store = sleeper.openStore()) {
        assertThatThrownBy(
                () ->
                    store.transaction(
                        changes -> {
                          changes.saveJobs(List.of(job));
                          org.awaitility.Awaitility.await().until(other::take);
                        }))
            .isInstanceOf(StoreException.class);
        assertThat(sleeper.isHeld()).isFalse();
        assertThat(store.jobs()).isEmpty();
      }
    }
  }

  @Test
  void transaction_afterTheConnectionBroke_worksAgain() {
    try (JobStore store = open()) {
      store.transaction(changes -> changes.saveJobs(List.of(job)));
      PostgresServer.shared()
          .execute(
              "postgres",
              "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'framemill'");
      assertThatThrownBy(store::jobs).isInstanceOf(StoreException.class);
      assertThat(store.jobs()).containsExactly(job);
      assertThatThrownBy(lease::renew).isInstanceOf(StoreException.class);
      assertThat(lease.renew()).isTrue();
    }
  }

  @Test
  void take_wrongPassword_failsWithoutShowingIt() {
    PostgresConfig wrong = new PostgresConfig(database.url(), "not-the-password");
    try (Lease refused = new Lease(wrong, new LeaseConfig("x", "http://x"))) {
      assertThatThrownBy(refused::take)
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("password authentication failed")
          .satisfies(e -> assertThat(e.toString()).doesNotContain("not-the-password"));
    }
    assertThat(wrong.toString()).doesNotContain("not-the-password");
  }
}
