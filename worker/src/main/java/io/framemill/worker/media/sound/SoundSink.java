package io.framemill.worker.media.sound;

import io.framemill.worker.media.libav.NativeFrame;

/** Takes the samples of one track from the programme's origin on, without a gap. */
interface SoundSink {
  /** Samples taken so far, which is the time of the next one. */
  long received();

  /** Whether the programme's end is reached; what comes then is not used. */
  boolean isFull();

  /** Takes the next samples, in the rendition's rate, channels and sample format. */
  void add(NativeFrame sound);

  /** Takes silence up to a time, or to the programme's end if that is earlier. */
  void addSilenceUntil(long sample);
}
