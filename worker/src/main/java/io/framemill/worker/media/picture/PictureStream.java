package io.framemill.worker.media.picture;

import io.framemill.worker.media.libav.NativeFrame;

/** A sequence of pictures, one at a time. */
interface PictureStream {
  /**
   * Goes to the next picture; {@link #picture} is it then.
   *
   * @return false if there is none
   */
  boolean next();

  /**
   * Once {@link #next} has returned false: when the last picture ends, in the same ticks as their
   * times.
   */
  long endOfLastPicture();

  /** The picture, its {@code pts} set; callers that move it out leave an empty frame. */
  NativeFrame picture();
}
