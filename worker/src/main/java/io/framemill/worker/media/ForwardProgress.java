package io.framemill.worker.media;

import io.framemill.worker.media.failure.MediaProgress;

/** Forwards progress and keeps it monotonic, so that zeros can serve as a mere sign of life. */
final class ForwardProgress implements MediaProgress {
  private final MediaProgress listener;
  private long frames;
  private long mediaMillis;

  ForwardProgress(MediaProgress listener) {
    this.listener = listener;
  }

  @Override
  public void encoded(long moreFrames, long moreMediaMillis) {
    frames = Math.max(frames, moreFrames);
    mediaMillis = Math.max(mediaMillis, moreMediaMillis);
    listener.encoded(frames, mediaMillis);
  }
}
