/** Jobs in memory: their tasks, events, progress and status. Owned by the controller's thread. */
@NullMarked
package io.framemill.controller.job.state;

import org.jspecify.annotations.NullMarked;
