/**
 * The files of a rendition: writes init and media segments as fragmented MP4, and reads them back.
 * Names and times of segments are the plan's, whoever wrote the neighbour.
 */
@NullMarked
package io.framemill.worker.media.segment;

import org.jspecify.annotations.NullMarked;
