package io.framemill.protocol.storage;

import org.jspecify.annotations.Nullable;

/** A file could not be read, written or found. */
public final class StorageException extends RuntimeException {
  private final boolean refused;

  /** A failure of disks and networks; a retry may succeed. */
  public StorageException(String message) {
    this(message, null, false);
  }

  /** A failure of disks and networks; a retry may succeed. */
  public StorageException(String message, Throwable cause) {
    this(message, cause, false);
  }

  private StorageException(String message, @Nullable Throwable cause, boolean refused) {
    super(message, cause);
    this.refused = refused;
  }

  /** A rejected key; retries do not help. */
  static StorageException ofKey(String message) {
    return new StorageException(message, null, true);
  }

  /** Whether the key is rejected, so that retries do not help. */
  public boolean isRefusal() {
    return refused;
  }
}
