/**
 * The supervisor: takes tasks from the broker, runs each in a slot process, watches that process,
 * and reports what came of it.
 *
 * <p>Loads no native code. Whatever a slot does, it is described, reported and replaced here.
 */
@NullMarked
package io.framemill.worker.task;

import org.jspecify.annotations.NullMarked;
