package io.framemill.controller.store;

import io.framemill.protocol.JobEvent;
import io.framemill.protocol.JobId;

/**
 * A row of the event table.
 *
 * @param sequence position in the job's story, from 1
 * @param atMillis when it happened, epoch
 */
public record StoredEvent(
    JobId job, long sequence, long atMillis, JobEvent.Kind kind, String message) {}
