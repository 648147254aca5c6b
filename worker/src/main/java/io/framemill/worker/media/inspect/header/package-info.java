/** Readers of codec headers, which count pictures and find key frames without decoding. */
@NullMarked
package io.framemill.worker.media.inspect.header;

import org.jspecify.annotations.NullMarked;
