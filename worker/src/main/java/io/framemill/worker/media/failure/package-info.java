/** Progress and failures of tasks. Depends neither on libav nor on sibling packages. */
@NullMarked
package io.framemill.worker.media.failure;

import org.jspecify.annotations.NullMarked;
