/** Validation and escaping of names and texts from outside. */
@NullMarked
package io.framemill.protocol.text;

import org.jspecify.annotations.NullMarked;
