/**
 * The inspect task: reads a whole source and says what is in it, for the planner. What the other
 * rooms can take of a source is theirs to say.
 */
@NullMarked
package io.framemill.worker.media.inspect;

import org.jspecify.annotations.NullMarked;
