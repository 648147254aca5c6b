package io.framemill.controller.store;

import io.framemill.protocol.Attempt;
import io.framemill.protocol.JobEvent;
import io.framemill.protocol.JobId;
import org.jspecify.annotations.Nullable;

/**
 * A row of the event table: who, what, when and why.
 *
 * @param sequence position in the job's event log, from 1
 * @param atMillis when it happened, epoch
 * @param actor who caused it
 * @param attempt the attempt that it concerns; null if it concerns the job
 * @param message what happened and why, one line for users
 */
public record StoredEvent(
    JobId job,
    long sequence,
    long atMillis,
    JobEvent.Kind kind,
    String actor,
    @Nullable Attempt attempt,
    String message) {}
