/**
 * What the numbers of a picture mean as colours: in sources that say it, that do not, and in what
 * comes out. Matrices, ranges and curves are libavutil's numbers (ISO/IEC 23091-2).
 */
@NullMarked
package io.framemill.worker.media.color;

import org.jspecify.annotations.NullMarked;
