/** The job state machine: accept, inspect, plan, dispatch, collect, retry, finish. */
@NullMarked
package io.framemill.controller.job;

import org.jspecify.annotations.NullMarked;
