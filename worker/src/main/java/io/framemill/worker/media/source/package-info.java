/**
 * Opening, demuxing and decoding a source, and the repair of what is wrong with its times. A file
 * that cannot be a source is refused here, in words for people.
 */
@NullMarked
package io.framemill.worker.media.source;

import org.jspecify.annotations.NullMarked;
