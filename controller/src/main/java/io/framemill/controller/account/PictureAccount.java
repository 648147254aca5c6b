package io.framemill.controller.account;

import io.framemill.controller.account.SourceAccount.Work;
import io.framemill.controller.account.StreamAccount.Unit;
import io.framemill.controller.account.StreamLoss.Reason;
import io.framemill.protocol.EncodeVideo;
import io.framemill.protocol.TaskResult;
import io.framemill.protocol.media.FrameCount;
import io.framemill.protocol.media.MediaInfo;
import io.framemill.protocol.media.MediaInfo.VideoStream;
import io.framemill.protocol.media.PictureCount;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Accounts for the frames of the video streams that are transcoded. */
final class PictureAccount {
  private final VideoStream stream;

  /** Chunks that are done, by their first segment. */
  private final Map<Integer, FrameCount> chunks = new HashMap<>();

  private final Set<Integer> openChunks = new HashSet<>();

  private PictureAccount(VideoStream stream) {
    this.stream = stream;
  }

  /** Empty if no task encodes pictures. */
  static Optional<StreamAccount> of(MediaInfo media, Collection<Work> works) {
    PictureAccount account = null;
    for (Work work : works) {
      if (work.task() instanceof EncodeVideo chunk) {
        if (account == null) {
          account = new PictureAccount(media.videoStream(chunk.video().streamIndex()));
        }
        account.add(chunk, work);
      }
    }
    return Optional.ofNullable(account).map(PictureAccount::account);
  }

  /** Accounts for one chunk, which does not tell what other chunks lack. */
  static StreamAccount ofChunk(
      MediaInfo media, EncodeVideo chunk, TaskResult.VideoEncoded encoded) {
    PictureAccount account = new PictureAccount(media.videoStream(chunk.video().streamIndex()));
    account.add(chunk, new Work(chunk, encoded));
    account.openChunks.add(chunk.firstSegment());
    return account.account();
  }

  private void add(EncodeVideo chunk, Work work) {
    if (work.result() instanceof TaskResult.VideoEncoded encoded) {
      chunks.merge(chunk.firstSegment(), encoded.frames(), FrameCount::sameChunk);
    } else {
      openChunks.add(chunk.firstSegment());
    }
  }

  private StreamAccount account() {
    PictureCount counted = stream.pictures();
    FrameCount sum = chunks.values().stream().reduce(FrameCount.NONE, FrameCount::plus);
    // Not the sum of what chunks lack: a frame may move from one chunk to the next.
    long missing = openChunks.isEmpty() ? Math.max(0, counted.shown() - sum.inChunk()) : 0;
    List<StreamLoss> differences = new ArrayList<>();
    if (counted.beforeStart() > 0) {
      differences.add(beforeFirstKeyFrame(counted.beforeStart()));
    }
    if (missing > 0 || sum.damaged() > 0) {
      differences.addAll(damage(missing, Math.max(0, sum.damaged() - missing)));
    }
    if (sum.notShown() > 0) {
      differences.add(timeNotLater(sum.notShown()));
    }
    if (counted.dropped() > 0) {
      differences.add(dropped(counted.dropped()));
    }
    return new StreamAccount(
        stream.index(),
        "video",
        stream.codec(),
        Unit.PICTURES,
        counted.total(),
        sum.inChunk() - sum.notShown(),
        sum.held(),
        differences);
  }

  private StreamLoss beforeFirstKeyFrame(long pictures) {
    return new StreamLoss(
        Reason.BEFORE_FIRST_KEY_FRAME,
        pictures,
        true,
        "The first %s cannot be decoded%s: the recording begins between two key frames"
            .formatted(frames(pictures), seconds(pictures)));
  }

  /** One sentence for both kinds of damage: users care about the amount. */
  private List<StreamLoss> damage(long missing, long inPart) {
    String message =
        "The source is damaged: %s could not be decoded, or only in part%s"
            .formatted(frames(missing + inPart), seconds(missing + inPart));
    List<StreamLoss> differences = new ArrayList<>();
    if (missing > 0) {
      differences.add(new StreamLoss(Reason.NOT_DECODED, missing, true, message));
    }
    if (inPart > 0) {
      differences.add(new StreamLoss(Reason.DECODED_IN_PART, inPart, true, message));
    }
    return differences;
  }

  private static StreamLoss timeNotLater(long pictures) {
    return new StreamLoss(
        Reason.TIME_NOT_LATER,
        pictures,
        true,
        "%s not shown: same time as the frame before, or an earlier one"
            .formatted(pictures == 1 ? "1 frame is" : pictures + " frames are"));
  }

  private static StreamLoss dropped(long pictures) {
    return new StreamLoss(
        Reason.DROPPED_BY_EDIT_LIST,
        pictures,
        false,
        String.format(Locale.ROOT, "%s not shown, as the file's edit list says", frames(pictures)));
  }

  private static String frames(long count) {
    return count + (count == 1 ? " frame" : " frames");
  }

  /** The duration of a number of pictures, in brackets; empty if the frame rate is unknown. */
  private String seconds(long pictures) {
    double rate = stream.frameRate().toDouble();
    return rate <= 0 ? "" : String.format(Locale.ROOT, " (%.2f s)", pictures / rate);
  }
}
