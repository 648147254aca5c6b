/** Connections to SQLite and PostgreSQL, the schema and its migrations. */
@NullMarked
package io.framemill.controller.store.database;

import org.jspecify.annotations.NullMarked;
