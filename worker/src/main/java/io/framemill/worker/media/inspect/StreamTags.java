package io.framemill.worker.media.inspect;

import java.util.List;

/**
 * Metadata of a stream at its first packet.
 *
 * @param language as in {@link io.framemill.protocol.media.MediaInfo.AudioStream}
 * @param programs numbers of the programmes that contain it
 */
record StreamTags(String language, List<Integer> programs) {
  StreamTags {
    programs = List.copyOf(programs);
  }
}
