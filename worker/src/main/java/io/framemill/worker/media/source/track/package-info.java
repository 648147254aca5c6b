/** What containers say of one track: language, orientation, frame rate. */
@NullMarked
package io.framemill.worker.media.source.track;

import org.jspecify.annotations.NullMarked;
