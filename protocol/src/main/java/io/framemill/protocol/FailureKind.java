package io.framemill.protocol;

/** Whose fault a failure is, and so whether a retry can help. */
public enum FailureKind {
  /** The source cannot be used. Never retried: the job fails with the decoder's own words. */
  BAD_INPUT,
  /** The surroundings failed (disk full, network, broker). Retried after a pause. */
  TRANSIENT,
  /** A crash, a hang or a bug of ours. Retried, then the job fails and names the task. */
  INTERNAL
}
