package io.framemill.controller.plan;

import io.framemill.protocol.media.MediaInfo;
import io.framemill.protocol.media.MediaInfo.AudioStream;
import io.framemill.protocol.media.MediaInfo.LeftOut;
import io.framemill.protocol.media.MediaInfo.SubtitleStream;
import io.framemill.protocol.media.MediaInfo.VideoStream;
import io.framemill.protocol.rendition.Profile;
import io.framemill.protocol.rendition.Profile.Selection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Selects the streams of a source that a job transcodes: one video stream, with the audio and
 * subtitles of its programme.
 */
public final class StreamSelection {
  private static final String CHOOSE_PROGRAM = "; `program` in the profile or --program chooses";
  private static final String CHOOSE_PICTURE =
      "; `videoStream` in the profile or --video-stream chooses";

  private final @Nullable Integer program;

  /**
   * Whether the profile or an option selects streams: then the others are not reported as losses.
   */
  private final boolean isAsked;

  private final @Nullable VideoStream video;
  private final List<AudioStream> audio = new ArrayList<>();
  private final List<SubtitleStream> subtitles = new ArrayList<>();
  private final List<LeftOut> leftOut = new ArrayList<>();

  private StreamSelection(MediaInfo media, Profile profile) {
    Selection selection = profile.selection();
    isAsked = selection.program() != null || selection.videoStream() != null;
    video = video(media, selection);
    program = selection.program() != null ? selection.program() : ownProgram(media);
    for (VideoStream stream : media.video()) {
      if (!stream.equals(video)) {
        leaveOut(stream.index(), "video", stream.codec(), otherPicture(stream));
      }
    }
    boolean takesSound = !profile.audio().isEmpty();
    for (AudioStream stream : media.audio()) {
      if (!takesSound) {
        notWanted(stream.index(), "audio", stream.codec(), "the profile takes no sound");
      } else if (isInProgram(stream.programs(), program)) {
        audio.add(stream);
      } else {
        leaveOut(stream.index(), "audio", stream.codec(), otherProgram(stream.programs()));
      }
    }
    for (SubtitleStream stream : media.subtitles()) {
      if (!profile.subtitles()) {
        notWanted(stream.index(), "subtitle", stream.codec(), "the profile takes no subtitles");
      } else if (isInProgram(stream.programs(), program)) {
        subtitles.add(stream);
      } else {
        leaveOut(stream.index(), "subtitle", stream.codec(), otherProgram(stream.programs()));
      }
    }
  }

  /**
   * Selects the streams.
   *
   * @throws UnplannableException if the source lacks a stream that the profile selects
   */
  public static StreamSelection of(MediaInfo media, Profile profile) {
    requireProgram(media, profile.selection().program());
    return new StreamSelection(media, profile);
  }

  /** The video stream; null if there is none. */
  @Nullable VideoStream video() {
    return video;
  }

  /** The audio streams in the source's order; none if the profile takes none. */
  List<AudioStream> audio() {
    return audio;
  }

  /** The subtitle streams in the source's order; none if the profile takes none. */
  List<SubtitleStream> subtitles() {
    return subtitles;
  }

  /** Supported streams that are left out. */
  public List<LeftOut> leftOut() {
    return leftOut;
  }

  private static @Nullable VideoStream video(MediaInfo media, Selection selection) {
    Integer asked = selection.videoStream();
    Integer ofProgram = selection.program();
    if (asked != null) {
      VideoStream stream =
          media.video().stream()
              .filter(video -> video.index() == asked)
              .findFirst()
              .orElseThrow(() -> noStream(media, asked));
      requireInProgram(stream, ofProgram);
      return stream;
    }
    return media.video().stream()
        .filter(stream -> ofProgram == null || stream.programs().contains(ofProgram))
        .findFirst()
        .orElse(null);
  }

  private static UnplannableException noStream(MediaInfo media, int asked) {
    String streams =
        media.video().stream().map(StreamSelection::named).collect(Collectors.joining(", "));
    return new UnplannableException(
        "The source has no stream "
            + asked
            + " of moving pictures; it has "
            + (streams.isEmpty() ? "none." : streams + "."));
  }

  private static void requireInProgram(VideoStream stream, @Nullable Integer asked) {
    if (!isInProgram(stream.programs(), asked)) {
      throw new UnplannableException(
          ("Stream %s is not in programme %s but in %s: name one of them as the programme, or name"
                  + " no programme.")
              .formatted(named(stream), asked, join(stream.programs())));
    }
  }

  private String otherPicture(VideoStream stream) {
    return size(stream)
        + (video == null
            ? "; it is not in programme " + program + ", which was asked for and has no picture"
            : "; stream " + named(video) + " is taken" + CHOOSE_PICTURE);
  }

  private static String named(VideoStream stream) {
    return stream.index() + " (" + size(stream) + ")";
  }

  private static String size(VideoStream stream) {
    return "%sx%s".formatted(stream.geometry().widthPixels(), stream.geometry().heightPixels());
  }

  private static void requireProgram(MediaInfo media, @Nullable Integer asked) {
    TreeSet<Integer> programs =
        Stream.of(
                media.video().stream().map(VideoStream::programs),
                media.audio().stream().map(AudioStream::programs),
                media.subtitles().stream().map(SubtitleStream::programs))
            .flatMap(all -> all)
            .flatMap(Collection::stream)
            .collect(Collectors.toCollection(TreeSet::new));
    if (asked != null && !programs.contains(asked)) {
      throw new UnplannableException(
          "The source has no programme "
              + asked
              + (programs.isEmpty() ? "; it has none." : "; it has " + join(programs) + "."));
    }
  }

  private static String join(Collection<Integer> numbers) {
    return numbers.stream().map(String::valueOf).collect(Collectors.joining(", "));
  }

  /**
   * The first programme of the video stream that has audio, because regional broadcasts share a
   * video stream among programmes; its first programme if none has. Without video, the first
   * programme of the first audio track.
   *
   * @return null if there are no programmes
   */
  private @Nullable Integer ownProgram(MediaInfo media) {
    List<Integer> programs =
        video != null
            ? video.programs()
            : media.audio().stream().findFirst().map(AudioStream::programs).orElse(List.of());
    return programs.stream()
        .filter(own -> media.audio().stream().anyMatch(sound -> sound.programs().contains(own)))
        .findFirst()
        .orElse(programs.isEmpty() ? null : programs.get(0));
  }

  private static boolean isInProgram(List<Integer> programs, @Nullable Integer program) {
    return program == null || programs.isEmpty() || programs.contains(program);
  }

  private static String otherProgram(List<Integer> programs) {
    return "it belongs to programme " + join(programs) + CHOOSE_PROGRAM;
  }

  /** Leaves out a stream, as a loss unless the user selected streams. */
  private void leaveOut(int index, String kind, String codec, String reason) {
    leftOut.add(new LeftOut(index, kind, codec, reason, !isAsked));
  }

  /** Leaves out a stream of a kind that the profile does not transcode. */
  private void notWanted(int index, String kind, String codec, String reason) {
    leftOut.add(new LeftOut(index, kind, codec, reason, false));
  }
}
