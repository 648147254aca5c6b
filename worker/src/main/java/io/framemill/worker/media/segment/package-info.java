/**
 * The files of a rendition: writes init and media segments as fragmented MP4, and reads them back.
 * The plan determines names and times of segments, independent of neighbouring chunks.
 */
@NullMarked
package io.framemill.worker.media.segment;

import org.jspecify.annotations.NullMarked;
