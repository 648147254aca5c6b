/** Properties of single tracks in containers: language, orientation, frame rate. */
@NullMarked
package io.framemill.worker.media.source.track;

import org.jspecify.annotations.NullMarked;
