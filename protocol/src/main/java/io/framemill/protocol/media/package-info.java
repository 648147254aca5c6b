/** What a source is made of: streams, times, counts and shapes. Plain data without I/O. */
@NullMarked
package io.framemill.protocol.media;

import org.jspecify.annotations.NullMarked;
