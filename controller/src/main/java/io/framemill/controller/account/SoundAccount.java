package io.framemill.controller.account;

import io.framemill.controller.account.SourceAccount.Work;
import io.framemill.controller.account.StreamAccount.Unit;
import io.framemill.controller.account.StreamLoss.Reason;
import io.framemill.protocol.Task;
import io.framemill.protocol.TaskResult;
import io.framemill.protocol.media.MediaInfo;
import io.framemill.protocol.media.MediaInfo.AudioStream;
import io.framemill.protocol.media.Rational;
import io.framemill.protocol.media.SoundCount;
import io.framemill.protocol.media.Timeline;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Accounts for the audio tracks that are transcoded. */
record SoundAccount(AudioStream stream, Timeline timeline) {
  private static final Rational MILLISECOND = new Rational(1, 1000);

  /**
   * How much less than the packet durations a decoder may give without loss: it drops the encoder's
   * priming samples, and containers round durations.
   */
  private static final long TOLERANCE_MILLIS = 250;

  /**
   * A shorter gap before the first picture is trimmed and not a loss: most recordings start like
   * that.
   */
  private static final long MIN_LOSS_MILLIS = 500;

  static List<StreamAccount> of(MediaInfo media, Collection<Work> works) {
    Map<Integer, List<Work>> tracks = new LinkedHashMap<>();
    for (Work work : works) {
      if (work.task() instanceof Task.EncodeAudio track) {
        tracks.computeIfAbsent(track.streamIndex(), index -> new ArrayList<>()).add(work);
      }
    }
    return tracks.entrySet().stream()
        .map(
            track -> {
              Task.EncodeAudio task = (Task.EncodeAudio) track.getValue().get(0).task();
              AudioStream stream = stream(media, track.getKey());
              return new SoundAccount(stream, task.timeline()).account(counted(track.getValue()));
            })
        .toList();
  }

  private static AudioStream stream(MediaInfo media, int index) {
    return media.audio().stream()
        .filter(stream -> stream.index() == index)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no stream of sound: " + index));
  }

  /**
   * The count from the first task of a track that is done: all tasks of a track decode the same.
   */
  private static @Nullable SoundCount counted(List<Work> works) {
    for (Work work : works) {
      if (work.result() instanceof TaskResult.AudioEncoded encoded) {
        return encoded.sound();
      }
    }
    return null;
  }

  private StreamAccount account(@Nullable SoundCount counted) {
    long total = stream.timeBase().rescale(stream.soundTicks(), MILLISECOND, RoundingMode.HALF_UP);
    long after = Math.min(total, afterProgrammeMillis());
    List<StreamLoss> differences = new ArrayList<>();
    if (after > 0) {
      differences.add(afterProgramme(after));
    }
    if (counted != null) {
      if (counted.cutBeforeMillis() > 0) {
        differences.add(beforeProgramme(counted.cutBeforeMillis()));
      }
      long missing = total - after - counted.decodedMillis();
      differences.addAll(damage(missing > TOLERANCE_MILLIS ? missing : 0, counted));
    }
    return new StreamAccount(
        stream.index(),
        "audio",
        stream.codec(),
        Unit.MILLISECONDS,
        total,
        counted == null ? 0 : counted.decodedMillis() - counted.cutBeforeMillis(),
        0,
        differences);
  }

  private long afterProgrammeMillis() {
    long end =
        timeline.timeBase().rescale(timeline.endPts(), stream.timeBase(), RoundingMode.CEILING);
    long ticks = Math.max(0, stream.endPts() - Math.max(end, stream.startPts()));
    return stream.timeBase().rescale(ticks, MILLISECOND, RoundingMode.FLOOR);
  }

  private StreamLoss beforeProgramme(long millis) {
    return new StreamLoss(
        Reason.BEFORE_PROGRAMME,
        millis,
        millis >= MIN_LOSS_MILLIS,
        seconds(millis) + " of sound before the first picture are cut" + track());
  }

  /** Only {@code end: picture} in the profile cuts sound at the end of the programme. */
  private StreamLoss afterProgramme(long millis) {
    return new StreamLoss(
        Reason.AFTER_PROGRAMME,
        millis,
        false,
        seconds(millis) + " of sound after the last picture are cut" + track());
  }

  private List<StreamLoss> damage(long missingMillis, SoundCount counted) {
    List<StreamLoss> differences = new ArrayList<>();
    if (missingMillis > 0) {
      differences.add(
          new StreamLoss(
              Reason.NOT_DECODED,
              missingMillis,
              true,
              "The source is damaged: %s of sound could not be decoded%s"
                  .formatted(seconds(missingMillis), track())));
    }
    long packets = counted.damagedPackets();
    if (packets > 0) {
      differences.add(
          new StreamLoss(
              Reason.DECODED_IN_PART,
              Math.max(0, packets * millisOfPacket() - missingMillis),
              true,
              "The source is damaged: %s packet%s of sound could not be decoded, or only in part%s"
                  .formatted(packets, packets == 1 ? "" : "s", track())));
    }
    return differences;
  }

  private long millisOfPacket() {
    long ticks = stream.soundTicks() / Math.max(1, stream.packets());
    return Math.max(1, stream.timeBase().rescale(ticks, MILLISECOND, RoundingMode.HALF_UP));
  }

  private String track() {
    return " (stream " + stream.index() + ", " + stream.language() + ")";
  }

  private static String seconds(long millis) {
    return String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
  }
}
