/** Cost of processes, quality of renditions, medians and result tables. */
@NullMarked
package io.framemill.bench.measure;

import org.jspecify.annotations.NullMarked;
