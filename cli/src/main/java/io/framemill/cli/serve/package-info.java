/** A controller as a server: broker, state and HTTP API put together. */
@NullMarked
package io.framemill.cli.serve;

import org.jspecify.annotations.NullMarked;
