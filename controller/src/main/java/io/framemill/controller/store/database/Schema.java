package io.framemill.controller.store.database;

import io.framemill.protocol.Release;
import java.util.Arrays;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/** Migrates the schema of a durable database, and refuses a newer one. */
public final class Schema {
  private Schema() {}

  /**
   * Runs missing migrations; of several processes only one does.
   *
   * @param dataSource for quick queries
   * @param migrations for changes of the schema, which may take minutes in a large database
   * @param place of the database, for messages
   * @throws StoreException if a newer release has changed the schema
   * @throws org.flywaydb.core.api.FlywayException if it cannot be read or changed
   * @throws JdbiException likewise
   */
  static void bringUpToDate(DataSource dataSource, DataSource migrations, String place) {
    Flyway flyway = flyway(dataSource);
    MigrationInfo[] known = flyway.info().all();
    if (Arrays.stream(known).anyMatch(Schema::isAhead)) {
      throw new StoreException(
          "The state in "
              + place
              + " was written by "
              + writer(dataSource)
              + " (schema "
              + newest(known, Schema::isAhead)
              + "), and this is Framemill "
              + Release.version()
              + " (schema "
              + newest(known, migration -> !isAhead(migration))
              + "), which cannot read it: start the newer release again, or restore a backup from"
              + " before its first start");
    }
    boolean isUpToDate = flyway.info().pending().length == 0;
    (isUpToDate ? flyway : flyway(migrations)).migrate();
    Jdbi.create(dataSource).useHandle(StateInfo::sign);
  }

  private static Flyway flyway(DataSource dataSource) {
    return Flyway.configure().dataSource(dataSource).locations("classpath:db/migration").load();
  }

  /** Number of migrations that the database has had: more after another release ran. */
  public static long changes(Handle handle) {
    return handle.createQuery("select count(*) from flyway_schema_history").mapTo(Long.class).one();
  }

  private static boolean isAhead(MigrationInfo migration) {
    return migration.getState() == MigrationState.FUTURE_SUCCESS
        || migration.getState() == MigrationState.FUTURE_FAILED;
  }

  /** The migrations are in the order of their versions. */
  private static String newest(MigrationInfo[] migrations, Predicate<MigrationInfo> which) {
    return Arrays.stream(migrations)
        .filter(which)
        .reduce((older, newer) -> newer)
        .map(migration -> String.valueOf(migration.getVersion()))
        .orElse("none");
  }

  private static String writer(DataSource dataSource) {
    try {
      return "Framemill " + Jdbi.create(dataSource).withHandle(StateInfo::lastRelease);
    } catch (JdbiException | IllegalStateException e) {
      return "a newer Framemill";
    }
  }
}
