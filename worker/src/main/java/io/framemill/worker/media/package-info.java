/**
 * Runs the tasks of a slot: the entry to the packages below. Runs in a slot process only; the
 * packages below are the only ones that import {@code org.bytedeco}, and raw {@code AV*} types do
 * not leave them.
 */
@NullMarked
package io.framemill.worker.media;

import org.jspecify.annotations.NullMarked;
