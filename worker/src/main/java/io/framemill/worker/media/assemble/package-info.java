/**
 * Tasks that build files from finished segments: MP4 files and thumbnails. They do not read the
 * source.
 */
@NullMarked
package io.framemill.worker.media.assemble;

import org.jspecify.annotations.NullMarked;
