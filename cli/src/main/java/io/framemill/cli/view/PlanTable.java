package io.framemill.cli.view;

import io.framemill.cli.console.ReadableUnits;
import io.framemill.cli.console.Table;
import io.framemill.controller.plan.Plan;
import io.framemill.controller.plan.PlannedTask;
import io.framemill.protocol.EncodeVideo;
import io.framemill.protocol.Task;
import io.framemill.protocol.media.MediaInfo.VideoStream;
import io.framemill.protocol.media.Timeline;
import io.framemill.protocol.rendition.AudioRendition;
import io.framemill.protocol.rendition.OutputLayout;
import io.framemill.protocol.rendition.Profile;
import io.framemill.protocol.rendition.SubtitleRendition;
import io.framemill.protocol.rendition.VideoRendition;
import io.framemill.protocol.text.PrintableText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** A plan as text for people. Pure. */
public final class PlanTable {
  private PlanTable() {}

  public static String describe(String file, Profile profile, int slots, Plan plan) {
    Timeline timeline = plan.timeline();
    VideoStream video = plan.video();
    double cost = plan.costSeconds();
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%s, %s, %s, profile %s%n%n",
            PrintableText.of(file),
            MediaTable.length(timeline.timeBase(), timeline.endPts() - timeline.originPts()),
            video == null ? "sound only" : MediaTable.frameRate(video.frameRate()),
            profile.name()));
    text.append(renditions(plan)).append('\n').append(tasks(plan));
    text.append(
        String.format(
            Locale.ROOT,
            "%n%d segments of %s s in %d tasks; estimated %.1f s on one core, %.1f s on %d slots%n",
            timeline.segmentCount(),
            ReadableUnits.seconds(timeline.segmentMillis()),
            plan.tasks().size(),
            cost,
            cost / slots,
            slots));
    text.append("Files: ").append(String.join(", ", files(profile, plan))).append('\n');
    plan.losses()
        .forEach(loss -> text.append("Lost: ").append(PrintableText.of(loss)).append('\n'));
    plan.notes().forEach(note -> text.append("Note: ").append(PrintableText.of(note)).append('\n'));
    return text.toString();
  }

  private static List<String> files(Profile profile, Plan plan) {
    List<String> files = new ArrayList<>();
    files.add(OutputLayout.MASTER_PLAYLIST);
    if (profile.packaging().dash()) {
      files.add(OutputLayout.DASH_MANIFEST);
    }
    texts(plan).map(text -> OutputLayout.subtitleFile(text.name())).forEach(files::add);
    plan.tasks(Task.Mux.class).map(mux -> OutputLayout.mp4(mux.fileName())).forEach(files::add);
    if (plan.tasks(Task.Thumbnails.class).findAny().isPresent()) {
      files.addAll(List.of(OutputLayout.POSTER, OutputLayout.THUMBNAIL_MAP));
    }
    return files;
  }

  private static Table renditions(Plan plan) {
    Table table = new Table("RENDITION", "CODEC", "OUTPUT", "QUALITY", "MAX RATE", "PRESET");
    for (VideoRendition rendition : plan.videoRenditions()) {
      table.row(
          rendition.name(),
          lowerCase(rendition.encode().codec()),
          rendition.widthPixels() + "x" + rendition.heightPixels(),
          "CRF " + rendition.encode().crf(),
          rendition.encode().maxRateKbps() + " kb/s",
          rendition.encode().preset());
    }
    for (AudioRendition rendition : plan.audioRenditions()) {
      table.row(
          rendition.name(),
          lowerCase(rendition.encode().codec()),
          ReadableUnits.channels(rendition.channels()),
          rendition.encode().bitrateKbps() + " kb/s");
    }
    texts(plan).forEach(text -> table.row(text.name(), "WebVTT"));
    return table;
  }

  private static Stream<SubtitleRendition> texts(Plan plan) {
    return plan.tasks(Task.ExtractSubtitles.class).flatMap(task -> task.renditions().stream());
  }

  private static String lowerCase(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static Table tasks(Plan plan) {
    Table table = new Table("TASK", "SEGMENTS", "FROM", "LENGTH", "COST", "RENDITIONS");
    for (PlannedTask planned : plan.tasks()) {
      table.row(
          planned.task().attempt().task(),
          planned.task() instanceof EncodeVideo chunk ? segments(chunk) : "all",
          planned.task() instanceof EncodeVideo chunk ? from(chunk) : ReadableUnits.clock(0),
          ReadableUnits.clock(planned.mediaMillis()),
          String.format(Locale.ROOT, "%.1f s", planned.costSeconds()),
          String.join(" ", planned.task().renditionNames()));
    }
    return table;
  }

  private static String segments(EncodeVideo video) {
    int last = video.firstSegment() + video.segmentCount() - 1;
    return last == video.firstSegment() ? String.valueOf(last) : video.firstSegment() + "-" + last;
  }

  private static String from(EncodeVideo video) {
    Timeline timeline = video.timeline();
    return MediaTable.length(timeline.timeBase(), video.startPts() - timeline.originPts());
  }
}
