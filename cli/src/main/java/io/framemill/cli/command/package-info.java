/**
 * The {@code worker} command: reads options, builds the configuration, starts and stops a worker.
 *
 * <p>No logic beyond that.
 */
@NullMarked
package io.framemill.cli.command;

import org.jspecify.annotations.NullMarked;
