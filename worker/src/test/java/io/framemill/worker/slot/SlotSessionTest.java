package io.framemill.worker.slot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.framemill.protocol.Attempt;
import io.framemill.protocol.FailureKind;
import io.framemill.protocol.JobId;
import io.framemill.protocol.MalformedMessageException;
import io.framemill.protocol.MessageCodec;
import io.framemill.protocol.Task;
import io.framemill.protocol.TaskResult;
import io.framemill.protocol.media.MediaInfo;
import io.framemill.protocol.media.SourceStamp;
import io.framemill.worker.limits.SourceLimits;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SlotSessionTest {
  private static final Path SOURCE = Path.of("/media/ä b.mp4");
  private static final Path OUTPUT = Path.of("/media/out/b");
  private static final Task TASK =
      new Task.Inspect(new Attempt(new JobId("job"), "inspect", 1), "ä b.mp4", null);
  private static final TaskResult RESULT =
      new TaskResult.Inspected(
          new MediaInfo(
              "mp4",
              new SourceStamp(1, 0),
              false,
              List.of(),
              List.of(),
              List.of(),
              0,
              0,
              List.of()));

  private final MessageCodec codec = new MessageCodec();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private long nanos;

  @Test
  void answer_taskSucceeds_writesItsResult() throws Exception {
    answer(
        (task, source, output, limits, progress) -> {
          assertThat(task).isEqualTo(TASK);
          assertThat(source).isEqualTo(SOURCE);
          assertThat(output).isEqualTo(OUTPUT);
          return RESULT;
        });

    assertThat(replies()).containsExactly(new SlotReply.Completed(RESULT));
  }

  @Test
  void answer_progressComesOften_writesFourASecond() throws Exception {
    answer(
        (task, source, output, limits, progress) -> {
          for (int frame = 1; frame <= 100; frame++) {
            progress.encoded(frame, frame * 10L);
            nanos += 10_000_000;
          }
          return RESULT;
        });

    assertThat(replies())
        .containsExactly(
            new SlotReply.Progressed(1, 10),
            new SlotReply.Progressed(26, 260),
            new SlotReply.Progressed(51, 510),
            new SlotReply.Progressed(76, 760),
            new SlotReply.Completed(RESULT));
  }

  @Test
  void answer_taskHasABug_failsAsInternalInOneLine() throws Exception {
    answer(
        (task, source, output, limits, progress) -> {
          throw new IllegalStateException("two\n  lines");
        });

    assertThat(replies())
        .containsExactly(
            new SlotReply.Failed(
                FailureKind.INTERNAL, "java.lang.IllegalStateException: two\\n  lines"));
  }

  @Test
  void answer_error_isReportedAndThrownOn() throws Exception {
    assertThatExceptionOfType(StackOverflowError.class)
        .isThrownBy(
            () ->
                answer(
                    (task, source, output, limits, progress) -> {
                      throw new StackOverflowError();
                    }));

    assertThat(replies())
        .containsExactly(
            new SlotReply.Failed(FailureKind.INTERNAL, "java.lang.StackOverflowError"));
  }

  @Test
  void answer_outOfMemory_isThrownOnWithoutAReply() throws Exception {
    assertThatExceptionOfType(OutOfMemoryError.class)
        .isThrownBy(
            () ->
                answer(
                    (task, source, output, limits, progress) -> {
                      throw new OutOfMemoryError();
                    }));

    assertThat(replies()).isEmpty();
  }

  @Test
  void answer_notARequest_failsAsInternal() throws Exception {
    session((task, source, output, limits, progress) -> RESULT).answer(new byte[] {'?'});

    assertThat(replies())
        .singleElement()
        .isInstanceOfSatisfying(
            SlotReply.Failed.class,
            failed -> assertThat(failed.kind()).isEqualTo(FailureKind.INTERNAL));
  }

  private void answer(TaskRunner runner) {
    session(runner)
        .answer(codec.encode(new SlotRequest(TASK, SOURCE, OUTPUT, SourceLimits.DEFAULT)));
  }

  private SlotSession session(TaskRunner runner) {
    return new SlotSession(codec, runner, new ReplyWriter(codec, out, () -> nanos));
  }

  private List<SlotReply> replies() throws MalformedMessageException {
    List<SlotReply> replies = new ArrayList<>();
    for (String line : out.toString(StandardCharsets.UTF_8).split("\n")) {
      if (!line.isEmpty()) {
        replies.add(codec.decode(line.getBytes(StandardCharsets.UTF_8), SlotReply.class));
      }
    }
    return replies;
  }
}
