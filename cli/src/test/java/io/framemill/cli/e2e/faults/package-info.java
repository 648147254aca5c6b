/**
 * Breaks a running cluster of real processes in every way that its users will meet, and holds what
 * comes out against an undisturbed run. {@code docs/faults.md} tells what is broken and how.
 */
@NullMarked
package io.framemill.cli.e2e.faults;

import org.jspecify.annotations.NullMarked;
