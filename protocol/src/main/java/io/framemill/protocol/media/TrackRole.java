package io.framemill.protocol.media;

/** What a track of sound or text is for, as the container's dispositions say. */
public enum TrackRole {
  /** The language that the programme was made in. */
  ORIGINAL,
  /** A translation that is spoken over or instead of the original. */
  DUB,
  /** Somebody talks about the programme. */
  COMMENTARY,
  /** Music without the singer. */
  KARAOKE,
  /** A voice tells what is seen, for people who cannot see it. */
  AUDIO_DESCRIPTION,
  /** Made for people who hear badly. */
  HEARING_IMPAIRED
}
