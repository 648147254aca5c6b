/** Description of a source: streams, times, counts and geometry. Plain data without I/O. */
@NullMarked
package io.framemill.protocol.media;

import org.jspecify.annotations.NullMarked;
