package io.framemill.controller.account;

import io.framemill.controller.account.Difference.Reason;
import io.framemill.controller.account.SourceAccount.Work;
import io.framemill.controller.account.StreamAccount.Unit;
import io.framemill.protocol.ExtractedSubtitles;
import io.framemill.protocol.MediaInfo;
import io.framemill.protocol.SubtitleRendition;
import io.framemill.protocol.Task;
import io.framemill.protocol.TaskResult;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** The accounts of the text tracks that are taken. */
final class TextAccount {
  private TextAccount() {}

  static List<StreamAccount> of(MediaInfo media, Collection<Work> works) {
    List<StreamAccount> accounts = new ArrayList<>();
    for (Work work : works) {
      if (work.task() instanceof Task.ExtractSubtitles task
          && work.result() instanceof TaskResult.SubtitlesExtracted extracted) {
        for (int i = 0; i < task.renditions().size(); i++) {
          accounts.add(account(media, task.renditions().get(i), extracted.renditions().get(i)));
        }
      }
    }
    return accounts;
  }

  private static StreamAccount account(
      MediaInfo media, SubtitleRendition rendition, ExtractedSubtitles extracted) {
    String codec =
        media.subtitles().stream()
            .filter(stream -> stream.index() == rendition.streamIndex())
            .map(MediaInfo.SubtitleStream::codec)
            .findFirst()
            .orElse("unknown");
    long damaged = extracted.damagedPackets();
    List<Difference> differences =
        damaged == 0
            ? List.of()
            : List.of(
                new Difference(
                    Reason.NOT_DECODED,
                    damaged,
                    true,
                    String.format(
                        Locale.ROOT,
                        "The source is damaged: %d subtitle%s could not be decoded (stream %d, %s)",
                        damaged,
                        damaged == 1 ? "" : "s",
                        rendition.streamIndex(),
                        rendition.language())));
    return new StreamAccount(
        rendition.streamIndex(),
        "subtitle",
        codec,
        Unit.PACKETS,
        extracted.cues() + damaged,
        extracted.cues(),
        0,
        differences);
  }
}
