package io.framemill.controller.account;

import io.framemill.controller.account.SourceAccount.Work;
import io.framemill.controller.account.StreamAccount.Unit;
import io.framemill.controller.account.StreamLoss.Reason;
import io.framemill.protocol.Task;
import io.framemill.protocol.TaskResult;
import io.framemill.protocol.media.MediaInfo;
import io.framemill.protocol.media.MediaInfo.SubtitleStream;
import io.framemill.protocol.media.Rational;
import io.framemill.protocol.media.TextCount;
import io.framemill.protocol.media.Timeline;
import io.framemill.protocol.rendition.ExtractedSubtitles;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * Accounts for the subtitle tracks that are transcoded, in packets that contain text: each is in
 * the output, was left out because of its time, or could not be decoded.
 */
record TextAccount(SubtitleStream stream, boolean profileCutsTheEnd) {
  private static final Rational MILLISECOND = new Rational(1, 1000);

  static List<StreamAccount> of(MediaInfo media, Collection<Work> works) {
    List<StreamAccount> accounts = new ArrayList<>();
    for (Work work : works) {
      if (work.task() instanceof Task.ExtractSubtitles task
          && work.result() instanceof TaskResult.SubtitlesExtracted extracted) {
        for (int i = 0; i < task.renditions().size(); i++) {
          ExtractedSubtitles made = extracted.renditions().get(i);
          SubtitleStream stream = stream(media, task.renditions().get(i).streamIndex());
          boolean profileCutsTheEnd = isSoundCut(media, stream, task.timeline());
          accounts.add(new TextAccount(stream, profileCutsTheEnd).account(made.packets()));
        }
      }
    }
    return accounts;
  }

  private static SubtitleStream stream(MediaInfo media, int index) {
    return media.subtitles().stream()
        .filter(stream -> stream.index() == index)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no stream of text: " + index));
  }

  /** Whether the end of the programme cuts the sound, which only {@code end: picture} does. */
  private static boolean isSoundCut(MediaInfo media, SubtitleStream text, Timeline timeline) {
    long end = timeline.timeBase().rescale(timeline.endPts(), MILLISECOND, RoundingMode.CEILING);
    return media.audio().stream()
        .filter(
            sound ->
                text.programs().isEmpty()
                    || !Collections.disjoint(text.programs(), sound.programs()))
        .anyMatch(
            sound ->
                sound.timeBase().rescale(sound.endPts(), MILLISECOND, RoundingMode.FLOOR) > end);
  }

  private StreamAccount account(TextCount count) {
    long inspected = stream.packets() - count.empty();
    long leftOut = count.beforeProgramme() + count.afterProgramme() + count.withoutDuration();
    // Includes the packets that the task did not reach.
    long notDecoded = Math.max(count.damaged(), inspected - count.shown() - leftOut);
    List<StreamLoss> differences = new ArrayList<>();
    add(
        differences,
        Reason.BEFORE_PROGRAMME,
        count.beforeProgramme(),
        true,
        "%s before the programme begins %s left out");
    add(
        differences,
        Reason.AFTER_PROGRAMME,
        count.afterProgramme(),
        !profileCutsTheEnd,
        "%s after the end of the programme %s left out");
    add(
        differences,
        Reason.WITHOUT_DURATION,
        count.withoutDuration(),
        true,
        "%s that the source shows for no time %s left out");
    add(
        differences,
        Reason.NOT_DECODED,
        notDecoded,
        true,
        "The source is damaged: %s could not be decoded");
    return new StreamAccount(
        stream.index(),
        "subtitle",
        stream.codec(),
        Unit.PACKETS,
        inspected,
        count.shown(),
        0,
        differences);
  }

  private void add(
      List<StreamLoss> differences, Reason reason, long amount, boolean isLoss, String text) {
    if (amount > 0) {
      String subtitles = amount + (amount == 1 ? " subtitle" : " subtitles");
      String message = String.format(Locale.ROOT, text, subtitles, amount == 1 ? "is" : "are");
      String track = " (stream " + stream.index() + ", " + stream.language() + ")";
      differences.add(new StreamLoss(reason, amount, isLoss, message + track));
    }
  }
}
