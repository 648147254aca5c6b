/**
 * The task that encodes the pictures of a chunk: decodes, deinterlaces, converts the frame rate,
 * scales and encodes. Whatever has to be decoded around the chunk for that, exactly its own
 * pictures come out.
 */
@NullMarked
package io.framemill.worker.media.picture;

import org.jspecify.annotations.NullMarked;
