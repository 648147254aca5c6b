/**
 * Which task goes out next, to which workers, and when a second attempt starts. Knows the workers.
 */
@NullMarked
package io.framemill.controller.job.dispatch;

import org.jspecify.annotations.NullMarked;
