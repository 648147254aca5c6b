package io.framemill.protocol.storage;

import org.jspecify.annotations.Nullable;

/** A file could not be read, written or reached. */
public final class StorageException extends RuntimeException {
  private final boolean refused;

  /** A failure of disks and networks, which another try may not meet again. */
  public StorageException(String message) {
    this(message, null, false);
  }

  /** The same. */
  public StorageException(String message, Throwable cause) {
    this(message, cause, false);
  }

  private StorageException(String message, @Nullable Throwable cause, boolean refused) {
    super(message, cause);
    this.refused = refused;
  }

  /** A key that names nothing that may be touched, however often one tries. */
  static StorageException ofKey(String message) {
    return new StorageException(message, null, true);
  }

  /** Whether the key itself is refused, so that no other try can help. */
  public boolean isRefusal() {
    return refused;
  }
}
