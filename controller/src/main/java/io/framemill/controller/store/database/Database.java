package io.framemill.controller.store.database;

import org.jdbi.v3.core.Handle;

/** Opens connections to one database, whose schema is up to date. */
public interface Database {
  /**
   * A new connection.
   *
   * @throws org.jdbi.v3.core.JdbiException if the database cannot be reached
   */
  Handle connect();
}
