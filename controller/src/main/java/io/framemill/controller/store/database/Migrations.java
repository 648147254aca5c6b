package io.framemill.controller.store.database;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * Runs the schema scripts without Flyway, for a new database in memory, which needs no migration
 * history; Flyway would add a third of a second to each transcode.
 */
public final class Migrations {
  /** All files of {@code db/migration}, in order. */
  public static final List<String> SCRIPTS = List.of("V1__jobs.sql", "V2__state_info.sql");

  private Migrations() {}

  static void applyTo(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String script : SCRIPTS) {
        statement.executeUpdate(text("/db/migration/" + script));
      }
    }
  }

  private static String text(String resource) {
    try (InputStream in = Migrations.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("Not in the program: " + resource);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("Cannot read " + resource, e);
    }
  }
}
