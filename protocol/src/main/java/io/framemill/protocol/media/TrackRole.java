package io.framemill.protocol.media;

/** Purpose of an audio or text track, by the container's dispositions. */
public enum TrackRole {
  /** The original language of the programme. */
  ORIGINAL,
  /** A dubbed or voice-over translation. */
  DUB,
  /** Commentary on the programme. */
  COMMENTARY,
  /** Music without vocals. */
  KARAOKE,
  /** Audio description for blind and visually impaired people. */
  AUDIO_DESCRIPTION,
  /** For deaf and hard of hearing people. */
  HEARING_IMPAIRED
}
