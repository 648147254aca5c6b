/** Names and texts from outside, checked or escaped before they are written anywhere. */
@NullMarked
package io.framemill.protocol.text;

import org.jspecify.annotations.NullMarked;
