/** Durable state of jobs and tasks, in SQL: the only package that knows Jdbi, Flyway and JDBC. */
@NullMarked
package io.framemill.controller.store;

import org.jspecify.annotations.NullMarked;
