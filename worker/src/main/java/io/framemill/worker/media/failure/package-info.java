/**
 * What a task tells the one who runs it: that it goes on, and why it cannot. Knows neither libav
 * nor any of the packages beside it.
 */
@NullMarked
package io.framemill.worker.media.failure;

import org.jspecify.annotations.NullMarked;
