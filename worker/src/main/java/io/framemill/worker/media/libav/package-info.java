/**
 * Owners of libav's objects, each freed by its {@code close()}, and libav's errors and log. Does
 * not depend on tasks: callers name codecs, filters and streams.
 */
@NullMarked
package io.framemill.worker.media.libav;

import org.jspecify.annotations.NullMarked;
