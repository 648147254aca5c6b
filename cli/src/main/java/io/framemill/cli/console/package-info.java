/** Standard output, standard error, log, exit codes and signals. */
@NullMarked
package io.framemill.cli.console;

import org.jspecify.annotations.NullMarked;
