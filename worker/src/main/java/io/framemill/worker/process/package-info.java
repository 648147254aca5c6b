/** Slots as child processes: starts, watches and ends them, on the worker's side. */
@NullMarked
package io.framemill.worker.process;

import org.jspecify.annotations.NullMarked;
