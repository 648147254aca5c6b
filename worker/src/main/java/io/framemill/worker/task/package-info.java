/**
 * The supervisor: takes tasks from the broker, runs each in a slot process, watches that process,
 * and reports the result.
 *
 * <p>Loads no native code. Survives any failure of a slot, reports it and replaces the slot.
 */
@NullMarked
package io.framemill.worker.task;

import org.jspecify.annotations.NullMarked;
