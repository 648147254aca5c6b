/**
 * What a job makes: profiles, renditions and the segments of them that were written. Plain data
 * without I/O.
 */
@NullMarked
package io.framemill.protocol.rendition;

import org.jspecify.annotations.NullMarked;
