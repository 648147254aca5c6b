/** Slots as child processes: how they are started, watched and ended, seen from the worker. */
@NullMarked
package io.framemill.worker.process;

import org.jspecify.annotations.NullMarked;
