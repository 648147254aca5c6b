package io.framemill.controller.store;

import io.framemill.protocol.Attempt;
import io.framemill.protocol.JobEvent;
import io.framemill.protocol.JobId;
import org.jspecify.annotations.Nullable;

/**
 * A row of the event table: who, what, when and why.
 *
 * @param sequence position in the job's story, from 1
 * @param atMillis when it happened, epoch
 * @param actor who brought it about
 * @param attempt the try at a task of this job that it is about; null if it is about the job
 * @param message what happened and why, one line for people
 */
public record StoredEvent(
    JobId job,
    long sequence,
    long atMillis,
    JobEvent.Kind kind,
    String actor,
    @Nullable Attempt attempt,
    String message) {}
