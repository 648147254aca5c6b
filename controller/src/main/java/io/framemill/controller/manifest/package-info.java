/** HLS and DASH manifests: pure text, made from records of what was encoded. */
@NullMarked
package io.framemill.controller.manifest;

import org.jspecify.annotations.NullMarked;
