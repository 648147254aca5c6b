package io.framemill.worker.media;

import io.framemill.protocol.Task;
import io.framemill.protocol.TaskResult;
import java.nio.file.Path;

/** Encodes one whole audio track. */
final class AudioTrackEncoder {
  private AudioTrackEncoder() {}

  static TaskResult.AudioEncoded run(
      Task.EncodeAudio task, Path source, Path output, MediaProgress progress) {
    throw new IllegalStateException("being built: " + task + source + output + progress);
  }
}
