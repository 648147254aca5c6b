/**
 * The encoders of libavcodec, one class for each: how it is set up so that chunks join without a
 * seam, and what players are told of its output. What planning knows of them is in {@link
 * io.framemill.protocol.rendition.VideoCodec} and {@link
 * io.framemill.protocol.rendition.AudioCodec}.
 */
@NullMarked
package io.framemill.worker.media.encoder;

import org.jspecify.annotations.NullMarked;
