/** A broker inside one JVM, for a controller and a worker that share a process. */
@NullMarked
package io.framemill.protocol.broker.memory;

import org.jspecify.annotations.NullMarked;
