/**
 * Files on their way into the media directory: received in pieces, checked, kept as long as a job
 * needs them. Knows nothing of HTTP.
 */
@NullMarked
package io.framemill.controller.upload;

import org.jspecify.annotations.NullMarked;
