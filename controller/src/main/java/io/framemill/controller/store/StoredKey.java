package io.framemill.controller.store;

import io.framemill.protocol.JobId;

/**
 * A row of the idempotency_key table.
 *
 * @param name what the submitter chose
 * @param job what it made
 * @param request digest of what was submitted
 */
public record StoredKey(String name, JobId job, String request) {}
