package io.framemill.worker.media;

/** A row of pictures, one at a time. */
interface Pictures {
  /**
   * Goes to the next picture; {@link #picture} is it then.
   *
   * @return false if there is none
   */
  boolean next();

  /** The picture, its {@code pts} set; whoever takes it away leaves an empty frame. */
  NativeFrame picture();
}
