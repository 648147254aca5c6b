package io.framemill.controller.store.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.framemill.controller.store.JobStore;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteDataSource;

class MigrationsTest {
  private static final String TABLES =
      "select sql from sqlite_master where name in ('job', 'task', 'event') order by name";

  @TempDir Path directory;

  @Test
  void scripts_areAllThatFlywayRuns() throws Exception {
    URI first =
        MigrationsTest.class.getResource("/db/migration/" + Migrations.SCRIPTS.get(0)).toURI();
    try (Stream<Path> files = Files.list(Path.of(first).resolveSibling(""))) {
      assertThat(files.map(file -> file.getFileName().toString()).sorted())
          .containsExactlyElementsOf(Migrations.SCRIPTS);
    }
  }

  @Test
  void applyTo_newDatabase_hasTheTablesThatFlywayMakes() throws Exception {
    Path migrated = directory.resolve("migrated.db");
    JobStore.open(migrated).close();
    Path applied = directory.resolve("applied.db");
    try (var connection = dataSource(applied).getConnection()) {
      Migrations.applyTo(connection);
    }

    assertThat(tables(applied)).hasSize(3).isEqualTo(tables(migrated));
  }

  private static List<String> tables(Path file) {
    return Jdbi.create(dataSource(file))
        .withHandle(handle -> handle.createQuery(TABLES).mapTo(String.class).list());
  }

  private static SQLiteDataSource dataSource(Path file) {
    SQLiteDataSource dataSource = new SQLiteDataSource();
    dataSource.setUrl("jdbc:sqlite:" + file);
    return dataSource;
  }
}
