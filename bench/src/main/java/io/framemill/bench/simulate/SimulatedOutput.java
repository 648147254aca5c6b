package io.framemill.bench.simulate;

import io.framemill.protocol.EncodeVideo;
import io.framemill.protocol.Task;
import io.framemill.protocol.rendition.OutputLayout;
import io.framemill.protocol.rendition.VideoRendition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files in place of segments: the controller looks whether those of finished tasks are there. */
final class SimulatedOutput {
  private static final byte[] CONTENT = {1};

  private SimulatedOutput() {}

  /**
   * Writes a byte for each file of a task of video; other tasks have none here.
   *
   * @param outputs the directory below which output keys are
   */
  static void write(Path outputs, Task task) {
    if (!(task instanceof EncodeVideo video)) {
      return;
    }
    try {
      for (VideoRendition rendition : video.renditions()) {
        Path directory =
            Files.createDirectories(
                outputs.resolve(video.output()).resolve("video").resolve(rendition.name()));
        Files.write(directory.resolve(OutputLayout.INIT_SEGMENT), CONTENT);
        for (int i = 0; i < video.segmentCount(); i++) {
          String name = OutputLayout.mediaSegment(video.firstSegment() + i);
          Files.write(directory.resolve(name), CONTENT);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
