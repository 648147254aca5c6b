/** Checks that run before every request: token, limits, headers, health. */
@NullMarked
package io.framemill.controller.http.guard;

import org.jspecify.annotations.NullMarked;
