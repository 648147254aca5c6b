/**
 * The task that encodes the video of a chunk: decodes, deinterlaces, converts the frame rate,
 * scales and encodes. The output has exactly the chunk's pictures, although more are decoded around
 * it.
 */
@NullMarked
package io.framemill.worker.media.picture;

import org.jspecify.annotations.NullMarked;
