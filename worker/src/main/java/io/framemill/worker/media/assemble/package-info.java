/**
 * The tasks that make something new of finished segments: MP4 files and thumbnails. The source is
 * not needed any more.
 */
@NullMarked
package io.framemill.worker.media.assemble;

import org.jspecify.annotations.NullMarked;
