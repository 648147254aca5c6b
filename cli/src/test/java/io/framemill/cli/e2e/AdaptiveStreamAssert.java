package io.framemill.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.framemill.cli.e2e.AdaptiveStream.Video;
import io.framemill.cli.e2e.MediaSegment.Sample;
import io.framemill.worker.testmedia.DecodedMedia;
import io.framemill.worker.testmedia.DecodedStream;
import io.lindstrom.m3u8.model.MediaPlaylist;
import io.lindstrom.m3u8.model.PlaylistType;
import io.lindstrom.m3u8.model.Variant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.assertj.core.api.AbstractAssert;
import org.assertj.core.data.Percentage;

/** What a finished output must be, each rule measured from the files. */
final class AdaptiveStreamAssert extends AbstractAssert<AdaptiveStreamAssert, AdaptiveStream> {
  /** Everything is presented from here on, to leave room for reordered pictures. */
  private static final double START_SECONDS = 1.0;

  private static final double MICROSECOND = 1e-6;

  private AdaptiveStreamAssert(AdaptiveStream actual) {
    super(actual, AdaptiveStreamAssert.class);
  }

  static AdaptiveStreamAssert assertThatStream(AdaptiveStream actual) {
    return new AdaptiveStreamAssert(actual);
  }

  /**
   * All rules that hold whatever the source is.
   *
   * @param frames pictures of the source
   * @param seconds its length
   * @param framesPerSecond its rate
   */
  AdaptiveStreamAssert isWhole(int frames, double seconds, double framesPerSecond) {
    for (Video video : actual.video()) {
      hasFrames(video, frames, seconds, framesPerSecond);
      isFinished(video.rendition());
      hasContiguousTimes(video.rendition());
      startsSegmentsWithIdr(video.rendition());
      promisesTheTruth(video, framesPerSecond);
    }
    hasTheSameSegmentTimes();
    decodesCleanly(frames);
    for (AdaptiveStream.Audio audio : actual.audio()) {
      isFinished(audio.rendition());
      hasContiguousTimes(audio.rendition());
      hasSoundAsLongAsThePicture(audio.rendition(), seconds);
    }
    return this;
  }

  /**
   * The ladder.
   *
   * @param sizes such as {@code 1280x720}, the largest first; the master playlist's order is that
   *     of bit rates
   */
  AdaptiveStreamAssert hasLadder(String... sizes) {
    assertThat(
            actual.video().stream()
                .map(video -> video.rendition().init())
                .sorted(Comparator.comparingInt(InitSegment::widthPixels).reversed()))
        .extracting(AdaptiveStreamAssert::size)
        .containsExactly(sizes);
    return this;
  }

  AdaptiveStreamAssert hasSoundTracks(int count) {
    assertThat(actual.audio()).hasSize(count);
    return this;
  }

  /** Segment lengths of the picture in seconds. */
  AdaptiveStreamAssert hasSegments(double... seconds) {
    Rendition rendition = actual.video().get(0).rendition();
    assertThat(rendition.segments()).hasSize(seconds.length);
    for (int i = 0; i < seconds.length; i++) {
      assertThat(rendition.segmentSeconds(i)).isCloseTo(seconds[i], within(MICROSECOND));
    }
    return this;
  }

  /** Every rendition decodes through its playlist to the last sample, and libav says nothing. */
  AdaptiveStreamAssert decodesCleanly(int frames) {
    for (Video video : actual.video()) {
      DecodedMedia decoded = DecodedMedia.of(video.rendition().file());
      assertThat(decoded.complaints()).as("libav about %s", name(video)).isEmpty();
      DecodedStream pictures = decoded.video().get(0);
      assertThat(pictures.framePts()).as("pictures of %s", name(video)).hasSize(frames);
      assertThat(pictures.framePts()).isSorted().doesNotHaveDuplicates();
      assertThat(pictures.packetDts()).isSorted().doesNotHaveDuplicates();
      assertThat(pictures.widthPixels() + "x" + pictures.heightPixels()).isEqualTo(video.size());
    }
    for (AdaptiveStream.Audio audio : actual.audio()) {
      DecodedMedia decoded = DecodedMedia.of(audio.rendition().file());
      assertThat(decoded.complaints()).as("libav about the sound").isEmpty();
      assertThat(decoded.audio().get(0).samples()).isNotEmpty();
    }
    return this;
  }

  /** Each rendition is finished, and its times go on without a gap from segment to segment. */
  AdaptiveStreamAssert hasWellFormedRenditions() {
    for (Video video : actual.video()) {
      isFinished(video.rendition());
      hasContiguousTimes(video.rendition());
      startsSegmentsWithIdr(video.rendition());
    }
    for (AdaptiveStream.Audio audio : actual.audio()) {
      isFinished(audio.rendition());
      hasContiguousTimes(audio.rendition());
    }
    return this;
  }

  private void hasFrames(Video video, int frames, double seconds, double framesPerSecond) {
    List<Sample> samples = video.rendition().samples();
    assertThat(samples).as("frames of %s", name(video)).hasSize(frames);
    List<Long> pts = samples.stream().map(Sample::pts).sorted().toList();
    for (int i = 0; i < frames; i++) {
      assertThat(video.rendition().seconds(pts.get(i)))
          .as("time of frame %d of %s", i, name(video))
          .isCloseTo(START_SECONDS + i / framesPerSecond, within(MICROSECOND));
    }
    assertThat(video.rendition().seconds()).isCloseTo(seconds, within(MICROSECOND));
  }

  private void isFinished(Rendition rendition) {
    MediaPlaylist playlist = rendition.playlist();
    assertThat(playlist.playlistType()).contains(PlaylistType.VOD);
    assertThat(playlist.ongoing()).as("has no end").isFalse();
    for (int i = 0; i < rendition.segments().size(); i++) {
      assertThat(playlist.mediaSegments().get(i).duration())
          .as("EXTINF of segment %d of %s", i, rendition.file())
          .isCloseTo(rendition.segmentSeconds(i), within(MICROSECOND));
      assertThat(Math.round(rendition.segmentSeconds(i)))
          .isLessThanOrEqualTo(playlist.targetDuration());
    }
    assertThat(playlist.targetDuration())
        .as("target duration of %s, as of all playlists", rendition.file())
        .isEqualTo(actual.video().get(0).rendition().playlist().targetDuration());
  }

  /** No sample is decoded before or at the time of another; each segment begins where one ended. */
  private void hasContiguousTimes(Rendition rendition) {
    List<Sample> samples = rendition.samples();
    for (int i = 1; i < samples.size(); i++) {
      Sample before = samples.get(i - 1);
      assertThat(samples.get(i).dts())
          .as("DTS of sample %d of %s", i, rendition.file())
          .isGreaterThan(before.dts())
          .isEqualTo(before.dts() + before.duration());
    }
    assertThat(samples).allMatch(sample -> sample.pts() >= sample.dts(), "shown after decoded");
    assertThat(rendition.startSeconds()).isCloseTo(START_SECONDS, within(MICROSECOND));
  }

  private void startsSegmentsWithIdr(Rendition rendition) {
    for (MediaSegment segment : rendition.segments()) {
      assertThat(segment.startsWithIdr()).as("starts with an IDR picture").isTrue();
      Sample first = segment.samples().get(0);
      assertThat(first.isSync()).as("is marked as a key frame").isTrue();
      assertThat(first.pts()).as("nothing is shown before it").isEqualTo(segment.startPts());
      assertThat(segment.samples().stream().filter(Sample::isSync))
          .as("key frames of a segment")
          .hasSize(1);
    }
  }

  private void hasTheSameSegmentTimes() {
    List<Double> times = actual.video().get(0).rendition().segmentStarts();
    assertThat(actual.video())
        .extracting(video -> video.rendition().segmentStarts())
        .allMatch(times::equals);
    for (AdaptiveStream.Audio audio : actual.audio()) {
      List<Double> starts = audio.rendition().segmentStarts();
      assertThat(starts).hasSameSizeAs(times);
      double packet = packetSeconds(audio.rendition());
      for (int i = 0; i < times.size(); i++) {
        assertThat(starts.get(i) - times.get(i))
            .as("sound of segment %d begins with its picture or within a packet after it", i)
            .isBetween(-MICROSECOND, packet);
      }
    }
  }

  private void hasSoundAsLongAsThePicture(Rendition sound, double seconds) {
    assertThat(sound.seconds())
        .as("length of the sound")
        .isCloseTo(seconds, within(packetSeconds(sound)));
  }

  private void promisesTheTruth(Video video, double framesPerSecond) {
    Rendition rendition = video.rendition();
    Variant promised = video.promised();
    List<Rendition> sound = actual.soundOf(video);
    assertThat(String.join(",", promised.codecs()).toLowerCase(Locale.ROOT))
        .startsWith(rendition.init().codecs())
        .endsWith(sound.isEmpty() ? "" : "," + sound.get(0).init().codecs());
    assertThat(video.size()).isEqualTo(size(rendition.init()));
    assertThat(promised.frameRate().orElseThrow()).isCloseTo(framesPerSecond, within(0.0005));
    double average =
        rendition.averageBitsPerSecond()
            + sound.stream().mapToDouble(Rendition::averageBitsPerSecond).max().orElse(0);
    assertThat(promised.averageBandwidth().orElseThrow().doubleValue())
        .as("AVERAGE-BANDWIDTH of %s", name(video))
        .isCloseTo(average, Percentage.withPercentage(0.01));
    double peak =
        rendition.peakBitsPerSecond()
            + sound.stream().mapToDouble(Rendition::peakBitsPerSecond).max().orElse(0);
    assertThat((double) promised.bandwidth())
        .as("BANDWIDTH of %s", name(video))
        .isCloseTo(peak, Percentage.withPercentage(0.01));
  }

  private static double packetSeconds(Rendition sound) {
    return sound.seconds(sound.samples().get(0).duration());
  }

  private static String name(Video video) {
    return size(video.rendition().init());
  }

  private static String size(InitSegment init) {
    return init.widthPixels() + "x" + init.heightPixels();
  }
}
