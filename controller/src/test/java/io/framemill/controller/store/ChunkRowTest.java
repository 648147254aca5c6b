package io.framemill.controller.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.framemill.controller.Media;
import io.framemill.controller.plan.Planner;
import io.framemill.protocol.EncodeVideo;
import io.framemill.protocol.JobId;
import io.framemill.protocol.MalformedMessageException;
import io.framemill.protocol.MessageCodec;
import io.framemill.protocol.media.SeekPoint;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChunkRowTest {
  /** As the first release writes it; never changed. */
  private static final String GOLDEN =
      "{\"version\":1,\"firstSegment\":3,\"segmentCount\":2,\"seekPoints\":"
          + "[{\"pts\":238999,\"bytePosition\":1880000},{\"pts\":-1001,\"bytePosition\":-1}]}";

  private final MessageCodec codec = new MessageCodec();

  @Test
  void row_ofTheFirstRelease_isTheChunkAndBack() throws MalformedMessageException {
    EncodeVideo whole = whole();

    ChunkRow row = codec.decode(GOLDEN.getBytes(StandardCharsets.UTF_8), ChunkRow.class);
    EncodeVideo chunk = row.toTask(whole);

    List<SeekPoint> seekPoints =
        List.of(new SeekPoint(238_999, 1_880_000), new SeekPoint(-1001, -1));
    boolean seekByBytes = whole.chunk().seekByBytes();
    assertThat(chunk.chunk()).isEqualTo(new EncodeVideo.Chunk(3, 2, seekByBytes, seekPoints));
    assertThat(chunk.withChunk(whole.chunk())).isEqualTo(whole);
    assertThat(codec.encode(ChunkRow.of(chunk))).asString(StandardCharsets.UTF_8).isEqualTo(GOLDEN);
  }

  private static EncodeVideo whole() {
    return new Planner(new JobId("film"), "in/film.mp4", "film")
        .plan(Media.film(24, 640, 360, 2), Media.profile(360), 4).tasks().stream()
            .map(planned -> planned.task())
            .filter(EncodeVideo.class::isInstance)
            .map(EncodeVideo.class::cast)
            .findFirst()
            .orElseThrow();
  }
}
