/** Jobs, sources, plans and workers as text or JSON, and the progress of running jobs. */
@NullMarked
package io.framemill.cli.view;

import org.jspecify.annotations.NullMarked;
