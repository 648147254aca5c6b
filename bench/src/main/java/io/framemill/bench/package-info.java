/**
 * Benchmarks: each is one command that prints a table and writes JSON.
 *
 * <p>Two programs are compared by turns, A B A B, in one run, and by the medians of their ratios.
 */
@NullMarked
package io.framemill.bench;

import org.jspecify.annotations.NullMarked;
