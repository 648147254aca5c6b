/**
 * The output of a job: checks of what workers report, manifests, {@code job.json}, and the deletion
 * of files.
 */
@NullMarked
package io.framemill.controller.job.output;

import org.jspecify.annotations.NullMarked;
