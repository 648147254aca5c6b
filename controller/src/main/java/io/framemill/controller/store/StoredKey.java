package io.framemill.controller.store;

import io.framemill.protocol.JobId;

/**
 * A row of the idempotency_key table.
 *
 * @param name the key that the submitter chose
 * @param job the job that it created
 * @param request digest of the submission
 */
public record StoredKey(String name, JobId job, String request) {}
