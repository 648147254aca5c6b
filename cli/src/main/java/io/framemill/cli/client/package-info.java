/** The client of a controller's HTTP API: jobs, events and uploads. */
@NullMarked
package io.framemill.cli.client;

import org.jspecify.annotations.NullMarked;
