package io.framemill.worker.slot;

import io.framemill.protocol.FailureKind;
import io.framemill.protocol.MalformedMessageException;
import io.framemill.protocol.MessageCodec;
import io.framemill.protocol.TaskResult;
import io.framemill.protocol.text.PrintableText;
import io.framemill.worker.media.failure.TranscodeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers requests with replies; any exception of a task becomes one {@link SlotReply.Failed}. Used
 * by one thread.
 */
final class SlotSession {
  private static final Logger log = LoggerFactory.getLogger(SlotSession.class);

  private final MessageCodec codec;
  private final TaskRunner tasks;
  private final ReplyWriter replies;

  SlotSession(MessageCodec codec, TaskRunner tasks, ReplyWriter replies) {
    this.codec = codec;
    this.tasks = tasks;
    this.replies = replies;
  }

  /**
   * Runs one request to its reply.
   *
   * @param line a {@link SlotRequest}
   * @throws OutOfMemoryError if the task threw it; no reply is written, the process must end
   * @throws Error any other that the task threw, after a reply; the state of the process is unknown
   */
  void answer(byte[] line) {
    try {
      SlotRequest request = codec.decode(line, SlotRequest.class);
      TaskResult result =
          tasks.run(
              request.task(),
              request.source(),
              request.output(),
              request.limits(),
              replies::progress);
      replies.write(new SlotReply.Completed(result));
    } catch (TranscodeException e) {
      fail(e.kind(), String.valueOf(e.getMessage()));
    } catch (RuntimeException | MalformedMessageException e) {
      log.debug("Task failed", e);
      fail(FailureKind.INTERNAL, e.toString());
    } catch (OutOfMemoryError e) {
      throw e;
    } catch (Error e) {
      fail(FailureKind.INTERNAL, e.toString());
      throw e;
    }
  }

  private void fail(FailureKind kind, String reason) {
    replies.write(new SlotReply.Failed(kind, oneLine(reason)));
  }

  private static String oneLine(String words) {
    return PrintableText.of(words.stripTrailing());
  }
}
