package io.framemill.controller.store.database;

import org.jdbi.v3.core.Handle;

/** Opens connections to one database with a current schema. */
public interface Database {
  /**
   * Opens a connection.
   *
   * @throws org.jdbi.v3.core.JdbiException if the database cannot be reached
   */
  Handle connect();
}
