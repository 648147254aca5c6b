/** Outputs of a job: profiles, renditions and their written segments. Plain data without I/O. */
@NullMarked
package io.framemill.protocol.rendition;

import org.jspecify.annotations.NullMarked;
