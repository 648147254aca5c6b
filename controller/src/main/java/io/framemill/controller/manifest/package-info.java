/** HLS and DASH manifests: pure functions from records of encoded output to text. */
@NullMarked
package io.framemill.controller.manifest;

import org.jspecify.annotations.NullMarked;
