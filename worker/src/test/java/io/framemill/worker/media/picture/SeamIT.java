package io.framemill.worker.media.picture;

import static org.assertj.core.api.Assertions.assertThat;

import io.framemill.protocol.rendition.EncodedSegment;
import io.framemill.protocol.rendition.Profile;
import io.framemill.protocol.rendition.VideoCodec;
import io.framemill.protocol.rendition.VideoRendition;
import io.framemill.worker.testmedia.TaskRun;
import io.framemill.worker.testmedia.TestClip;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Chunks spend on their ends what one encoder for the whole would have spent there. */
class SeamIT {
  @TempDir private Path directory;

  private Path source = Path.of("");

  /** By itself x264 would make it 9 % smaller. */
  @Test
  void encodeVideo_chunkBegins_itsKeyFrameIsAsFineAsLaterOnes() {
    source = TestClip.at(directory.resolve("a.mp4")).frames(72).noise().still().write();

    long whole = segmentBytes("whole", 3).get(2);
    long chunk = segmentBytes("chunks", 1).get(2);

    assertThat((double) chunk / whole).isBetween(0.95, 1.05);
  }

  /** Without any picture behind the chunk they would get 4 % less. */
  @Test
  void encodeVideo_chunkEndsInMidProgramme_itsLastPicturesAreWorthAsMuch() {
    source = TestClip.at(directory.resolve("a.mp4")).frames(72).size(640, 360).write();

    long whole = segmentBytes("whole", 3).get(0);
    long chunk = segmentBytes("chunks", 1).get(0);

    assertThat((double) chunk / whole).isBetween(0.99, 1.01);
  }

  private List<Long> segmentBytes(String name, int segmentsPerChunk) {
    TaskRun run = new TaskRun(source, directory.resolve("out"));
    VideoRendition rendition =
        new VideoRendition(
            name,
            run.video().geometry().widthPixels(),
            run.video().geometry().heightPixels(),
            new Profile.VideoEncode(VideoCodec.H264, 360, 21, 20000, 20000, "medium", "high"));
    return run.encodeVideo(segmentsPerChunk, rendition).stream()
        .flatMap(chunk -> chunk.renditions().get(0).segments().stream())
        .map(EncodedSegment::bytes)
        .toList();
  }
}
