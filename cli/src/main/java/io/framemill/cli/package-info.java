/**
 * The command line: parses, builds configurations, calls, shows, and gives exit codes. The only
 * package that writes to the standard streams, and that reads the environment.
 */
@NullMarked
package io.framemill.cli;

import org.jspecify.annotations.NullMarked;
