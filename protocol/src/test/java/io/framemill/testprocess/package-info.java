/** Processes that tests start, in this module and in others through its test jar. */
@NullMarked
package io.framemill.testprocess;

import org.jspecify.annotations.NullMarked;
