package io.framemill.controller.store;

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
