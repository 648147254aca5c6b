/**
 * Controller-less and single-process work: inspection, and the worker and output directory of
 * {@code transcode}.
 */
@NullMarked
package io.framemill.cli.local;

import org.jspecify.annotations.NullMarked;
