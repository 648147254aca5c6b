/**
 * Color properties of sources and outputs, and the filters that convert between them. Matrices,
 * ranges and curves are libavutil's numbers (ISO/IEC 23091-2).
 */
@NullMarked
package io.framemill.worker.media.color;

import org.jspecify.annotations.NullMarked;
