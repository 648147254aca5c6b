/**
 * The inspect task: reads a whole source and describes it for the planner. The packages of the
 * other tasks decide what they support.
 */
@NullMarked
package io.framemill.worker.media.inspect;

import org.jspecify.annotations.NullMarked;
