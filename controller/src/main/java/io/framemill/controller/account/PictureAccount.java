package io.framemill.controller.account;

import io.framemill.controller.account.Difference.Reason;
import io.framemill.controller.account.SourceAccount.Work;
import io.framemill.controller.account.StreamAccount.Unit;
import io.framemill.protocol.FrameCount;
import io.framemill.protocol.MediaInfo;
import io.framemill.protocol.MediaInfo.VideoStream;
import io.framemill.protocol.PictureCount;
import io.framemill.protocol.Task;
import io.framemill.protocol.TaskResult;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The account of the pictures that are taken. */
final class PictureAccount {
  private final VideoStream stream;

  /** Those that are done, by their first segment. */
  private final Map<Integer, Chunk> chunks = new HashMap<>();

  private final Set<Integer> openChunks = new HashSet<>();

  /**
   * A chunk that is done.
   *
   * @param segments how many it has
   */
  private record Chunk(int segments, FrameCount frames) {
    /** The same chunk as another task that shares its ladder counted it, too. */
    Chunk with(Chunk other) {
      return new Chunk(segments, frames.sameChunk(other.frames));
    }
  }

  private PictureAccount(VideoStream stream) {
    this.stream = stream;
  }

  /** Empty if no task encodes pictures. */
  static Optional<StreamAccount> of(MediaInfo media, Collection<Work> works) {
    PictureAccount account = null;
    for (Work work : works) {
      if (work.task() instanceof Task.EncodeVideo chunk) {
        if (account == null) {
          account = new PictureAccount(stream(media, chunk.streamIndex()));
        }
        account.add(chunk, work);
      }
    }
    return Optional.ofNullable(account).map(PictureAccount::account);
  }

  private static VideoStream stream(MediaInfo media, int index) {
    return media.video().stream()
        .filter(stream -> stream.index() == index)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no stream of pictures: " + index));
  }

  private void add(Task.EncodeVideo chunk, Work work) {
    if (work.result() instanceof TaskResult.VideoEncoded encoded) {
      Chunk done = new Chunk(chunk.segmentCount(), encoded.frames());
      chunks.merge(chunk.firstSegment(), done, Chunk::with);
    } else {
      openChunks.add(chunk.firstSegment());
    }
  }

  private StreamAccount account() {
    PictureCount counted = stream.pictures();
    FrameCount sum =
        chunks.values().stream().map(Chunk::frames).reduce(FrameCount.NONE, FrameCount::plus);
    long missing = Math.max(0, expected(counted) - sum.inChunk());
    List<Difference> differences = new ArrayList<>();
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

  /** Pictures that the chunks that are done should have; as many as they have if nobody knows. */
  private long expected(PictureCount counted) {
    if (counted.isBySegment()) {
      return chunks.entrySet().stream()
          .mapToLong(chunk -> counted.in(chunk.getKey(), chunk.getValue().segments()))
          .sum();
    }
    return openChunks.isEmpty() ? counted.shown() : 0;
  }

  private Difference beforeFirstKeyFrame(long pictures) {
    return new Difference(
        Reason.BEFORE_FIRST_KEY_FRAME,
        pictures,
        true,
        String.format(
            Locale.ROOT,
            "The first %s cannot be decoded%s: the recording begins between two key frames",
            frames(pictures),
            seconds(pictures)));
  }

  /** One sentence for both kinds: people care for how much. */
  private List<Difference> damage(long missing, long inPart) {
    String message =
        String.format(
            Locale.ROOT,
            "The source is damaged: %s could not be decoded, or only in part%s",
            frames(missing + inPart),
            seconds(missing + inPart));
    List<Difference> differences = new ArrayList<>();
    if (missing > 0) {
      differences.add(new Difference(Reason.NOT_DECODED, missing, true, message));
    }
    if (inPart > 0) {
      differences.add(new Difference(Reason.DECODED_IN_PART, inPart, true, message));
    }
    return differences;
  }

  private static Difference timeNotLater(long pictures) {
    return new Difference(
        Reason.TIME_NOT_LATER,
        pictures,
        true,
        String.format(
            Locale.ROOT,
            "%s not shown: same time as the frame before, or an earlier one",
            pictures == 1 ? "1 frame is" : pictures + " frames are"));
  }

  private static Difference dropped(long pictures) {
    return new Difference(
        Reason.DROPPED_BY_EDIT_LIST,
        pictures,
        false,
        String.format(Locale.ROOT, "%s not shown, as the file's edit list says", frames(pictures)));
  }

  private static String frames(long count) {
    return count + (count == 1 ? " frame" : " frames");
  }

  /** How long so many pictures last, in brackets; empty if nobody knows. */
  private String seconds(long pictures) {
    double rate = stream.frameRate().toDouble();
    return rate <= 0 ? "" : String.format(Locale.ROOT, " (%.1f s)", pictures / rate);
  }
}
