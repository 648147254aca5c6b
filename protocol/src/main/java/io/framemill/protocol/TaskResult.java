package io.framemill.protocol;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.framemill.protocol.media.FrameCount;
import io.framemill.protocol.media.MediaInfo;
import io.framemill.protocol.media.SoundCount;
import io.framemill.protocol.rendition.EncodedRendition;
import io.framemill.protocol.rendition.ExtractedSubtitles;
import java.util.List;
import java.util.Objects;

/** Result of a task; one kind for each kind of {@link Task}. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = TaskResult.Inspected.class, name = "Inspected"),
  @JsonSubTypes.Type(value = TaskResult.VideoEncoded.class, name = "VideoEncoded"),
  @JsonSubTypes.Type(value = TaskResult.AudioEncoded.class, name = "AudioEncoded"),
  @JsonSubTypes.Type(value = TaskResult.Muxed.class, name = "Muxed"),
  @JsonSubTypes.Type(value = TaskResult.SubtitlesExtracted.class, name = "SubtitlesExtracted"),
  @JsonSubTypes.Type(value = TaskResult.ThumbnailsMade.class, name = "ThumbnailsMade")
})
public sealed interface TaskResult {
  /** Applies the case of the actual kind. */
  <R> R accept(Cases<R> cases);

  /** One method for each kind of result, so that a new kind breaks the build of every caller. */
  interface Cases<R> {
    R inspected(Inspected result);

    R videoEncoded(VideoEncoded result);

    R audioEncoded(AudioEncoded result);

    R muxed(Muxed result);

    R subtitlesExtracted(SubtitlesExtracted result);

    R thumbnailsMade(ThumbnailsMade result);
  }

  /** Answers {@link Task.Inspect}. */
  record Inspected(MediaInfo media) implements TaskResult {
    public Inspected {
      Objects.requireNonNull(media, "media");
    }

    @Override
    public <R> R accept(Cases<R> cases) {
      return cases.inspected(this);
    }
  }

  /**
   * Answers {@link EncodeVideo}.
   *
   * @param frames counts of the source's pictures
   * @param renditions one for each rendition of the task, in its order
   */
  record VideoEncoded(FrameCount frames, List<EncodedRendition> renditions) implements TaskResult {
    public VideoEncoded {
      Objects.requireNonNull(frames, "frames");
      renditions = List.copyOf(renditions);
    }

    @Override
    public <R> R accept(Cases<R> cases) {
      return cases.videoEncoded(this);
    }
  }

  /**
   * Answers {@link Task.EncodeAudio}.
   *
   * @param sound counts of the source's sound
   * @param renditions one for each rendition of the task, in its order
   */
  record AudioEncoded(SoundCount sound, List<EncodedRendition> renditions) implements TaskResult {
    public AudioEncoded {
      Objects.requireNonNull(sound, "sound");
      renditions = List.copyOf(renditions);
    }

    @Override
    public <R> R accept(Cases<R> cases) {
      return cases.audioEncoded(this);
    }
  }

  /**
   * Answers {@link Task.Mux}.
   *
   * @param bytes size of the file
   * @param frames pictures in it
   * @param endPts the end of the last picture, in ticks of the timeline after the programme's
   *     origin
   * @param soundPackets audio packets in it; 0 without sound
   */
  record Muxed(long bytes, long frames, long endPts, long soundPackets) implements TaskResult {
    public Muxed {
      if (bytes <= 0 || frames <= 0 || endPts <= 0 || soundPackets < 0) {
        throw new IllegalArgumentException(
            "%s frames to %s and %s packets, %s bytes"
                .formatted(frames, endPts, soundPackets, bytes));
      }
    }

    @Override
    public <R> R accept(Cases<R> cases) {
      return cases.muxed(this);
    }
  }

  /**
   * Answers {@link Task.ExtractSubtitles}.
   *
   * @param renditions one for each rendition of the task, in its order
   */
  record SubtitlesExtracted(List<ExtractedSubtitles> renditions) implements TaskResult {
    public SubtitlesExtracted {
      renditions = List.copyOf(renditions);
    }

    @Override
    public <R> R accept(Cases<R> cases) {
      return cases.subtitlesExtracted(this);
    }
  }

  /**
   * Answers {@link Task.Thumbnails}.
   *
   * @param tiles thumbnails in all sheets together
   * @param sheets number of sheet files
   * @param bytes size of all files, the poster's included
   */
  record ThumbnailsMade(int tiles, int sheets, long bytes) implements TaskResult {
    public ThumbnailsMade {
      if (tiles <= 0 || sheets <= 0 || bytes <= 0) {
        throw new IllegalArgumentException(
            tiles + " tiles in " + sheets + " sheets, " + bytes + " bytes");
      }
    }

    @Override
    public <R> R accept(Cases<R> cases) {
      return cases.thumbnailsMade(this);
    }
  }
}
