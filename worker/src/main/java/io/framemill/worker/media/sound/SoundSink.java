package io.framemill.worker.media.sound;

import io.framemill.worker.media.libav.NativeFrame;

/** Receives contiguous samples of one track from the programme's origin on. */
interface SoundSink {
  /** Number of samples received so far, which is the time of the next one. */
  long received();

  /** Whether the programme's end is reached; later samples are ignored. */
  boolean isFull();

  /** Adds the next samples, in the rendition's rate, channels and sample format. */
  void add(NativeFrame sound);

  /** Adds silence up to a time, or to the programme's end if that is earlier. */
  void addSilenceUntil(long sample);
}
