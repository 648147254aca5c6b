package io.framemill.controller.plan;

import io.framemill.controller.account.SourceAccount;
import io.framemill.protocol.Attempt;
import io.framemill.protocol.EncodeVideo;
import io.framemill.protocol.JobId;
import io.framemill.protocol.Task;
import io.framemill.protocol.media.Loudness;
import io.framemill.protocol.media.MediaInfo;
import io.framemill.protocol.media.MediaInfo.AudioStream;
import io.framemill.protocol.media.MediaInfo.VideoStream;
import io.framemill.protocol.media.OutputTimes;
import io.framemill.protocol.media.SeekPoint;
import io.framemill.protocol.media.Timeline;
import io.framemill.protocol.rendition.AudioRendition;
import io.framemill.protocol.rendition.Profile;
import io.framemill.protocol.rendition.Profile.VideoEncode;
import io.framemill.protocol.rendition.SubtitleRendition;
import io.framemill.protocol.rendition.ThumbnailGrid;
import io.framemill.protocol.rendition.VideoRendition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Plans the tasks of a job from the description of its source. Pure: the same arguments give the
 * same plan.
 *
 * @param job the job that the tasks belong to
 * @param source storage key of the source
 * @param output storage key of the output directory
 */
public record Planner(JobId job, String source, String output) {
  /**
   * Plans a job that has all slots for itself, see {@link #plan(MediaInfo, Profile, int, boolean)}.
   */
  public Plan plan(MediaInfo media, Profile profile, int slots) {
    return plan(media, profile, slots, true);
  }

  /**
   * Plans a job.
   *
   * @param slots number of its tasks that can run at the same time, from 1
   * @param alone whether no other job needs its slots; then several tasks may share the ladder of a
   *     chunk, which finishes sooner but costs more work
   * @throws UnplannableException if the source has nothing that the profile asks for
   */
  public Plan plan(MediaInfo media, Profile profile, int slots, boolean alone) {
    StreamSelection choice = StreamSelection.of(media, profile);
    Plan plan = plan(media, choice, profile, slots, alone);
    if (profile.strict() && !plan.losses().isEmpty()) {
      throw new UnplannableException(String.join(". ", plan.losses()) + ". The profile is strict.");
    }
    return plan;
  }

  private Plan plan(
      MediaInfo media, StreamSelection choice, Profile profile, int slots, boolean alone) {
    Map<AudioRendition, AudioStream> tracks = AudioTracks.fit(profile.audio(), choice.audio());
    VideoStream video = choice.video();
    if (video == null) {
      return ofSound(media, choice, tracks, profile);
    }
    Timeline timeline = ProgrammeTimeline.of(video, tracks.values(), profile);
    List<VideoRendition> ladder = Ladder.fit(profile.encodes(), video);
    List<PlannedTask> tasks = new ArrayList<>(audioTasks(timeline, tracks, profile.loudness()));
    tasks.addAll(textTasks(timeline, choice));
    OutputTimes times = new OutputTimes(timeline, profile.fps());
    tasks.addAll(videoTasks(media, video, times, ladder, slots, alone, List.copyOf(tasks)));
    List<AudioRendition> sound = List.copyOf(tracks.keySet());
    tasks.addAll(
        muxTasks(times.timeline(), Mp4Files.pictures(profile.packaging().mp4(), ladder), sound));
    tasks.addAll(thumbnailTasks(times, profile.thumbnails(), ladder));
    SourceAccount account = account(media, choice, tasks);
    return new Plan(
        timeline, video, ladder, sound, tasks, account.losses(), notes(profile, ladder, account));
  }

  private Plan ofSound(
      MediaInfo media,
      StreamSelection choice,
      Map<AudioRendition, AudioStream> tracks,
      Profile profile) {
    if (tracks.isEmpty()) {
      throw new UnplannableException(
          profile.audio().isEmpty() && !media.audio().isEmpty()
              ? "The source has only sound, and the profile asks for none."
              : "The source has neither moving picture nor sound.");
    }
    Timeline timeline = ProgrammeTimeline.of(tracks.values(), profile.packaging().segmentMillis());
    List<String> notes = new ArrayList<>();
    notes.add("No moving picture: the stream has only sound.");
    if (!profile.packaging().mp4().isEmpty()) {
      notes.add("No MP4 file: there is no picture for it.");
    }
    if (profile.thumbnails() != null) {
      notes.add("No thumbnails: there is no picture for them.");
    }
    List<PlannedTask> tasks = new ArrayList<>(audioTasks(timeline, tracks, profile.loudness()));
    tasks.addAll(textTasks(timeline, choice));
    SourceAccount account = account(media, choice, tasks);
    notes.addAll(account.notes());
    List<AudioRendition> sound = List.copyOf(tracks.keySet());
    return new Plan(timeline, null, List.of(), sound, tasks, account.losses(), notes);
  }

  /** The account before any task is done. */
  private static SourceAccount account(
      MediaInfo media, StreamSelection choice, List<PlannedTask> tasks) {
    return SourceAccount.of(
        media,
        choice.leftOut(),
        tasks.stream().map(task -> new SourceAccount.Work(task.task(), null)).toList());
  }

  private List<PlannedTask> videoTasks(
      MediaInfo media,
      VideoStream video,
      OutputTimes times,
      List<VideoRendition> ladder,
      int slots,
      boolean alone,
      List<PlannedTask> before) {
    // Deinterlacing and frame rate conversion also need the picture before the chunk.
    boolean needsOneBefore = video.interlaced() || times.frameRate() != null;
    KeyFrames keyFrames = new KeyFrames(video, needsOneBefore);
    CostModel model = new CostModel(video, times.frameRate());
    OutputTimes moving = ProgrammeTimeline.moving(times, video);
    int heldSegments = times.timeline().segmentCount() - moving.timeline().segmentCount();
    SourceComplexity bytes = new SourceComplexity(media, video);
    ChunkCosts costs = new ChunkCosts(moving, video, keyFrames, bytes, model, heldSegments, ladder);
    ChunkPlanner planner =
        new ChunkPlanner(
            costs,
            times.source().segmentMillis() / 1000.0,
            keyFrames.longestGapSeconds(),
            ladder,
            model,
            slots,
            alone);
    double[] costsBefore = before.stream().mapToDouble(PlannedTask::costSeconds).toArray();
    List<PlannedTask> tasks = new ArrayList<>();
    for (Chunk chunk :
        planner.plan(new ScheduleSimulation(costs, slots, costsBefore, !needsOneBefore))) {
      Chunk longer = chunk.longer(costs.heldWith(chunk));
      tasks.add(plannedTask(media, video, times, keyFrames, longer, costs.of(chunk, false)));
      for (Chunk held : costs.heldBehind(chunk)) {
        tasks.add(plannedTask(media, video, times, keyFrames, held, costs.ofHeld(held)));
      }
    }
    return tasks;
  }

  private PlannedTask plannedTask(
      MediaInfo media,
      VideoStream video,
      OutputTimes times,
      KeyFrames keyFrames,
      Chunk chunk,
      double cost) {
    List<SeekPoint> seekPoints =
        chunk.firstSegment() > 1
            ? keyFrames.seekPoints(times.sourceStartPts(chunk.firstSegment()))
            : List.of();
    EncodeVideo task = videoTask(media, video, times, chunk, seekPoints);
    Timeline timeline = times.source();
    long end = Math.min(task.endPts(), timeline.endPts());
    return new PlannedTask(task, cost, millis(timeline, end - task.startPts()));
  }

  private EncodeVideo videoTask(
      MediaInfo media,
      VideoStream video,
      OutputTimes times,
      Chunk chunk,
      List<SeekPoint> seekPoints) {
    return new EncodeVideo(
        new Attempt(job, chunk.name(), 1),
        source,
        output,
        new EncodeVideo.Source(video.index(), video.geometry(), video.color(), video.interlaced()),
        times.source(),
        times.frameRate(),
        new EncodeVideo.Chunk(
            chunk.firstSegment(), chunk.segments(), media.seekByBytes(), seekPoints),
        new EncodeVideo.Ladder(chunk.share().renditions(), chunk.share().otherRenditions()));
  }

  private List<PlannedTask> audioTasks(
      Timeline timeline, Map<AudioRendition, AudioStream> tracks, @Nullable Loudness loudness) {
    long programmeMillis = millis(timeline, timeline.endPts() - timeline.originPts());
    List<PlannedTask> tasks = new ArrayList<>();
    for (List<AudioRendition> renditions : AudioTracks.perTask(tracks, loudness != null)) {
      Task.EncodeAudio task =
          new Task.EncodeAudio(
              new Attempt(job, "audio-" + (tasks.size() + 1), 1),
              source,
              output,
              Objects.requireNonNull(tracks.get(renditions.get(0))).index(),
              timeline,
              loudness,
              renditions);
      double cost = CostModel.audio(programmeMillis / 1000.0, task);
      tasks.add(new PlannedTask(task, cost, programmeMillis));
    }
    return tasks;
  }

  private List<PlannedTask> muxTasks(
      Timeline timeline, Set<VideoRendition> pictures, List<AudioRendition> sound) {
    long programmeMillis = millis(timeline, timeline.endPts() - timeline.originPts());
    double cost = CostModel.mux(programmeMillis / 1000.0);
    List<PlannedTask> tasks = new ArrayList<>();
    for (VideoRendition picture : pictures) {
      Task task =
          new Task.Mux(
              new Attempt(job, "mux-" + picture.name(), 1),
              source,
              output,
              Mp4Files.name(output, picture),
              timeline,
              picture,
              Mp4Files.sound(sound).orElse(null));
      tasks.add(new PlannedTask(task, cost, programmeMillis));
    }
    return tasks;
  }

  private List<PlannedTask> textTasks(Timeline timeline, StreamSelection choice) {
    List<SubtitleRendition> renditions = TextTracks.fit(choice.subtitles());
    if (renditions.isEmpty()) {
      return List.of();
    }
    long programmeMillis = millis(timeline, timeline.endPts() - timeline.originPts());
    Task task =
        new Task.ExtractSubtitles(
            new Attempt(job, "subtitles", 1), source, output, timeline, renditions);
    double cost = CostModel.subtitles(programmeMillis / 1000.0);
    return List.of(new PlannedTask(task, cost, programmeMillis));
  }

  private List<PlannedTask> thumbnailTasks(
      OutputTimes times, Profile.@Nullable Thumbnails asked, List<VideoRendition> ladder) {
    if (asked == null) {
      return List.of();
    }
    Timeline timeline = times.timeline();
    VideoRendition poster = ThumbnailSheets.largest(ladder);
    long programmeMillis = millis(timeline, timeline.endPts() - timeline.originPts());
    ThumbnailGrid grid = ThumbnailSheets.fit(asked, poster, Math.max(1, programmeMillis));
    VideoRendition tiles = ThumbnailSheets.source(grid, ladder);
    Task task =
        new Task.Thumbnails(
            new Attempt(job, "thumbnails", 1), source, output, timeline, grid, tiles, poster);
    return List.of(
        new PlannedTask(task, CostModel.thumbnails(grid.tiles(), tiles), programmeMillis));
  }

  private static List<String> notes(
      Profile profile, List<VideoRendition> ladder, SourceAccount account) {
    List<String> notes = new ArrayList<>();
    String dropped =
        profile.encodes().stream()
            .map(VideoEncode::height)
            .filter(height -> ladder.stream().noneMatch(rung -> rung.encode().height() == height))
            .map(height -> height + "p")
            .collect(Collectors.joining(", "));
    if (!dropped.isEmpty()) {
      notes.add("Left out, for the source is smaller: " + dropped + ".");
    }
    notes.addAll(account.notes());
    return notes;
  }

  private static long millis(Timeline timeline, long ticks) {
    return timeline.timeBase().toDuration(ticks).toMillis();
  }
}
