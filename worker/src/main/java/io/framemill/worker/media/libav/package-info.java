/**
 * Owners of libav's objects, each freed by its {@code close()}, and its errors and log as Java has
 * them. Knows nothing of tasks: codecs, filters and streams are named by those who use it.
 */
@NullMarked
package io.framemill.worker.media.libav;

import org.jspecify.annotations.NullMarked;
