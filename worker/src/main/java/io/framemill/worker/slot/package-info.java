/**
 * The child process that runs tasks: its main program, and the messages between it and its
 * supervisor.
 *
 * <p>Untrusted media is only ever opened here, so this process may crash, hang or be killed at any
 * moment; it trusts its supervisor, but the supervisor does not trust it.
 */
@NullMarked
package io.framemill.worker.slot;

import org.jspecify.annotations.NullMarked;
