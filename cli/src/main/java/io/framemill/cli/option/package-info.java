/** Options that several commands share. */
@NullMarked
package io.framemill.cli.option;

import org.jspecify.annotations.NullMarked;
