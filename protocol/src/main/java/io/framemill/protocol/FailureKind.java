package io.framemill.protocol;

/** Cause of a failure, which decides whether a retry can help. */
public enum FailureKind {
  /** The source cannot be used. Never retried: the job fails with the decoder's message. */
  BAD_INPUT,
  /** The environment failed (disk full, network, broker). Retried after a pause. */
  TRANSIENT,
  /** A crash, a hang or a bug of Framemill. Retried, then the job fails and names the task. */
  INTERNAL
}
