/** Workers, films and files that only pretend, to load a real controller. */
@NullMarked
package io.framemill.bench.simulate;

import org.jspecify.annotations.NullMarked;
