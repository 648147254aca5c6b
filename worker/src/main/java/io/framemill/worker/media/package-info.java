/**
 * Decoding, filtering, encoding and muxing with libav: the only package that imports {@code
 * org.bytedeco}.
 *
 * <p>Runs in a slot process only. One owner for each native object, freed by its {@code close()};
 * raw {@code AV*} types do not leave the package.
 */
@NullMarked
package io.framemill.worker.media;

import org.jspecify.annotations.NullMarked;
