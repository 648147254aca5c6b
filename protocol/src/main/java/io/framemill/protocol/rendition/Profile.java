package io.framemill.protocol.rendition;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.framemill.protocol.media.Loudness;
import io.framemill.protocol.media.Rational;
import io.framemill.protocol.media.Timeline;
import io.framemill.protocol.text.Names;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A named description of the outputs, as its author wrote it; the planner fits it to each source.
 *
 * @param name such as {@code hls-h264}
 * @param description one line for users
 * @param encodes the video ladder; at least one, usually the largest first
 * @param audio one entry for each quality of sound, no two the same; empty for none
 * @param loudness what the sound is normalised to; null keeps the source's loudness
 * @param packaging segment length and output formats
 * @param fps pictures per second of all renditions, 1 to 240; null keeps the source's times
 * @param subtitles whether the source's text subtitles are converted
 * @param thumbnails a poster and thumbnails for the seek bar; null for none
 * @param strict whether any loss fails the job; otherwise everything that can be decoded is in the
 *     output
 * @param selection streams of the source to transcode
 * @param end where the programme ends
 * @param maxDamagePercent maximum share of its pictures (of the length of its sound, if there is no
 *     video) that may be damaged or missing, 0 to 100; a job with more fails
 */
public record Profile(
    String name,
    String description,
    List<VideoEncode> encodes,
    List<AudioEncode> audio,
    @Nullable Loudness loudness,
    Packaging packaging,
    @Nullable Rational fps,
    boolean subtitles,
    @Nullable Thumbnails thumbnails,
    boolean strict,
    Selection selection,
    End end,
    int maxDamagePercent) {
  public static final int DEFAULT_MAX_DAMAGE_PERCENT = 50;

  private static final int MAX_FPS = 240;

  public Profile {
    Names.require(name);
    Objects.requireNonNull(description, "description");
    Objects.requireNonNull(packaging, "packaging");
    Objects.requireNonNull(selection, "selection");
    Objects.requireNonNull(end, "end");
    encodes = List.copyOf(encodes);
    audio = List.copyOf(audio);
    if (encodes.isEmpty()) {
      throw new IllegalArgumentException("encodes: at least one rendition is needed");
    }
    if (Set.copyOf(audio).size() < audio.size()) {
      throw new IllegalArgumentException("audio: two entries are the same");
    }
    if (fps != null
        && (fps.numerator() < fps.denominator() || fps.numerator() > MAX_FPS * fps.denominator())) {
      throw new IllegalArgumentException("fps: 1 to " + MAX_FPS + ", not " + fps);
    }
    if (maxDamagePercent < 0 || maxDamagePercent > 100) {
      throw new IllegalArgumentException("maxDamage: 0 to 100, not " + maxDamagePercent);
    }
    for (int height : packaging.mp4()) {
      if (encodes.stream().noneMatch(encode -> encode.height() == height)) {
        throw new IllegalArgumentException("packaging: mp4: no rendition has the height " + height);
      }
    }
  }

  /** Reads JSON in which the keys from {@code selection} on may be missing: they have defaults. */
  @JsonCreator
  static Profile read(
      @JsonProperty("name") String name,
      @JsonProperty("description") String description,
      @JsonProperty("encodes") List<VideoEncode> encodes,
      @JsonProperty("audio") List<AudioEncode> audio,
      @JsonProperty("loudness") @Nullable Loudness loudness,
      @JsonProperty("packaging") Packaging packaging,
      @JsonProperty("fps") @Nullable Rational fps,
      @JsonProperty("subtitles") boolean subtitles,
      @JsonProperty("thumbnails") @Nullable Thumbnails thumbnails,
      @JsonProperty("strict") boolean strict,
      @JsonProperty("selection") @Nullable Selection selection,
      @JsonProperty("end") @Nullable End end,
      @JsonProperty("maxDamagePercent") @Nullable Integer maxDamagePercent) {
    return new Profile(
        name,
        description,
        encodes,
        audio,
        loudness,
        packaging,
        fps,
        subtitles,
        thumbnails,
        strict,
        selection == null ? Selection.BEST : selection,
        end == null ? End.LONGEST : end,
        maxDamagePercent == null ? DEFAULT_MAX_DAMAGE_PERCENT : maxDamagePercent);
  }

  /** The segments into which this profile cuts a programme. */
  public SegmentGrid grid() {
    return new SegmentGrid(packaging.segmentMillis(), fps);
  }

  /** The same profile with other streams of the source. */
  public Profile withSelection(Selection other) {
    return new Profile(
        name,
        description,
        encodes,
        audio,
        loudness,
        packaging,
        fps,
        subtitles,
        thumbnails,
        strict,
        other,
        end,
        maxDamagePercent);
  }

  /** Where a programme ends whose video and audio differ in length. */
  public enum End {
    /** At the longer end: the last picture stays while the sound continues. */
    LONGEST,
    /** At the end of the video: later sound is cut. */
    PICTURE
  }

  /**
   * The streams of a source to transcode.
   *
   * @param program number of a programme of a transport stream, 1 to 65,535; null for the programme
   *     of the selected video stream
   * @param videoStream container index of the video stream, from 0; null for the best
   */
  public record Selection(@Nullable Integer program, @Nullable Integer videoStream) {
    /** Selects the best streams. */
    public static final Selection BEST = new Selection(null, null);

    public static final int MAX_PROGRAM = 65_535;

    public Selection {
      if (program != null && (program < 1 || program > MAX_PROGRAM)) {
        throw new IllegalArgumentException("program: 1 to " + MAX_PROGRAM + ", not " + program);
      }
      if (videoStream != null && videoStream < 0) {
        throw new IllegalArgumentException("videoStream: 0 or more, not " + videoStream);
      }
    }
  }

  /**
   * One rung of the rendition ladder, in capped CRF.
   *
   * @param codec the output codec
   * @param height the short side in pixels: the height of a landscape picture, the width of a
   *     portrait one; even, 2 to 8640
   * @param crf quality, in the codec's range; lower is better
   * @param maxRateKbps ceiling of the bit rate; above 0
   * @param bufferKbps size of the VBV buffer in kilobits; above 0
   * @param preset the encoder's speed preset, one of the codec's, such as {@code veryfast}
   * @param profile the codec profile, one of the codec's, such as {@code high}; null for the
   *     encoder's choice
   */
  public record VideoEncode(
      VideoCodec codec,
      int height,
      int crf,
      int maxRateKbps,
      int bufferKbps,
      String preset,
      @Nullable String profile) {
    public VideoEncode {
      Objects.requireNonNull(codec, "codec");
      Objects.requireNonNull(preset, "preset");
      if (height < 2 || height > 8640 || height % 2 != 0) {
        throw new IllegalArgumentException("height: even, 2 to 8640, not " + height);
      }
      if (crf < codec.minCrf() || crf > codec.maxCrf()) {
        throw new IllegalArgumentException(
            "crf: " + codec.minCrf() + " to " + codec.maxCrf() + ", not " + crf);
      }
      requireOneOf(codec.presets(), preset, "preset");
      if (profile != null) {
        requireOneOf(codec.profiles(), profile, "profile");
      }
      if (maxRateKbps <= 0 || bufferKbps <= 0) {
        throw new IllegalArgumentException(
            "maxRateKbps and bufferKbps: above 0, not " + maxRateKbps + " and " + bufferKbps);
      }
    }

    /** Encoding cost in core seconds per megapixel, scaling included. */
    public double secondsPerMegapixel() {
      return codec.secondsPerMegapixel(preset);
    }

    private static void requireOneOf(List<String> allowed, String value, String name) {
      if (!allowed.contains(value)) {
        throw new IllegalArgumentException(
            allowed.isEmpty()
                ? name + ": none for this codec, not " + value
                : name + ": one of " + String.join(", ", allowed) + ", not " + value);
      }
    }
  }

  /**
   * One quality of sound, encoded from every audio track of the source.
   *
   * @param codec the output codec
   * @param bitrateKbps 8 to 640
   * @param channels ceiling, 1 to 8: a source with more channels is mixed down, one with fewer is
   *     unchanged
   */
  public record AudioEncode(AudioCodec codec, int bitrateKbps, int channels) {
    public AudioEncode {
      Objects.requireNonNull(codec, "codec");
      if (bitrateKbps < 8 || bitrateKbps > 640) {
        throw new IllegalArgumentException("bitrateKbps: 8 to 640, not " + bitrateKbps);
      }
      if (channels < 1 || channels > 8) {
        throw new IllegalArgumentException("channels: 1 to 8, not " + channels);
      }
    }
  }

  /**
   * Segment length and output formats in addition to HLS.
   *
   * @param segmentMillis nominal length of a segment, {@link Timeline#MIN_SEGMENT_MILLIS} to {@link
   *     Timeline#MAX_SEGMENT_MILLIS}
   * @param dash whether to write a DASH manifest for the same segments
   * @param mp4 heights of the rungs that also become one MP4 file each; each is the height of an
   *     encode
   * @param audioOnly whether the master playlist has audio-only variants for a source with video
   */
  public record Packaging(int segmentMillis, boolean dash, List<Integer> mp4, boolean audioOnly) {
    public Packaging {
      mp4 = List.copyOf(mp4);
      if (segmentMillis < Timeline.MIN_SEGMENT_MILLIS
          || segmentMillis > Timeline.MAX_SEGMENT_MILLIS) {
        throw new IllegalArgumentException("segmentMillis: 500 to 60000, not " + segmentMillis);
      }
    }
  }

  /**
   * A poster, and sprite sheets of thumbnails for the seek bar.
   *
   * @param intervalMillis programme time per thumbnail, {@value #MIN_INTERVAL_MILLIS} to {@value
   *     #MAX_INTERVAL_MILLIS}
   * @param widthPixels width of the bounding box of a thumbnail, for a landscape source; swapped
   *     with the height for a portrait one. Even, {@value #MIN_SIDE_PIXELS} to {@value
   *     #MAX_SIDE_PIXELS}
   * @param heightPixels likewise
   * @param columns columns of a sheet, 1 to {@value #MAX_LINES}
   * @param rows rows of a sheet, likewise
   */
  public record Thumbnails(
      int intervalMillis, int widthPixels, int heightPixels, int columns, int rows) {
    public static final int MIN_INTERVAL_MILLIS = 500;
    public static final int MAX_INTERVAL_MILLIS = 3_600_000;
    static final int MIN_SIDE_PIXELS = 16;
    static final int MAX_SIDE_PIXELS = 640;
    static final int MAX_LINES = 20;

    public Thumbnails {
      if (intervalMillis < MIN_INTERVAL_MILLIS || intervalMillis > MAX_INTERVAL_MILLIS) {
        throw new IllegalArgumentException("intervalMillis: 500 to 3600000, not " + intervalMillis);
      }
      requireSide("width", widthPixels);
      requireSide("height", heightPixels);
      requireLines("columns", columns);
      requireLines("rows", rows);
    }

    private static void requireSide(String name, int pixels) {
      if (pixels < MIN_SIDE_PIXELS || pixels > MAX_SIDE_PIXELS || pixels % 2 != 0) {
        throw new IllegalArgumentException(name + ": even, 16 to 640, not " + pixels);
      }
    }

    private static void requireLines(String name, int lines) {
      if (lines < 1 || lines > MAX_LINES) {
        throw new IllegalArgumentException(name + ": 1 to 20, not " + lines);
      }
    }
  }
}
