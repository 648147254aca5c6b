/** Planning of ladders, chunks and tasks: pure functions, no I/O. */
@NullMarked
package io.framemill.controller.plan;

import org.jspecify.annotations.NullMarked;
