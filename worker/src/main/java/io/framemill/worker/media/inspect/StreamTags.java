package io.framemill.worker.media.inspect;

import java.util.List;

/**
 * What is known of a stream beside its own data when its first packet is read.
 *
 * @param language as in {@link io.framemill.protocol.media.MediaInfo.AudioStream}
 * @param programs numbers of the programmes that hold it
 */
record StreamTags(String language, List<Integer> programs) {
  StreamTags {
    programs = List.copyOf(programs);
  }
}
