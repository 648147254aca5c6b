package io.framemill.controller.store;

import io.framemill.controller.store.database.StoreException;

/** Failures of a store, for tests of those who catch them. */
public final class StoreExceptions {
  private StoreExceptions() {}

  public static StoreException damaged() {
    return StoreException.damaged("this test", "planned", null);
  }

  public static StoreException takenOver() {
    return StoreException.takenOver();
  }
}
