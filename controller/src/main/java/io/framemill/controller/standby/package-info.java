/**
 * Two controllers on one database, of which one acts and the other stands by. The lease of {@code
 * .store} decides which one acts; this package starts and stops the controller accordingly.
 */
@NullMarked
package io.framemill.controller.standby;

import org.jspecify.annotations.NullMarked;
