/**
 * Uploads to the media directory: received in parts, checked, kept as long as a job needs them.
 * Does not depend on HTTP.
 */
@NullMarked
package io.framemill.controller.upload;

import org.jspecify.annotations.NullMarked;
