/**
 * Two controllers on one database, of which one acts and the other stands by. Who acts is decided
 * by the lease of {@code .store}; this package starts and stops the controller accordingly.
 */
@NullMarked
package io.framemill.controller.standby;

import org.jspecify.annotations.NullMarked;
