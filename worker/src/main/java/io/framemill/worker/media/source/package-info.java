/**
 * Opens, demuxes and decodes sources, and repairs their times. Rejects files that cannot be a
 * source with a message for users.
 */
@NullMarked
package io.framemill.worker.media.source;

import org.jspecify.annotations.NullMarked;
