package io.framemill.worker.media.inspect;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_ENCRYPTION_INFO;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_AUDIO;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_SUBTITLE;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;

import io.framemill.protocol.media.MediaInfo;
import io.framemill.protocol.media.SourceStamp;
import io.framemill.protocol.rendition.SegmentGrid;
import io.framemill.worker.limits.SourceLimits;
import io.framemill.worker.media.failure.BadSourceException;
import io.framemill.worker.media.failure.MediaProgress;
import io.framemill.worker.media.failure.SourceAccessException;
import io.framemill.worker.media.failure.TranscodeException;
import io.framemill.worker.media.libav.NativePacket;
import io.framemill.worker.media.source.Demuxer;
import io.framemill.worker.media.source.Encryption;
import io.framemill.worker.media.source.InputFile;
import io.framemill.worker.media.source.track.MatroskaLanguages;
import io.framemill.worker.media.source.track.Mp4Languages;
import io.framemill.worker.media.source.track.StreamProperties;
import io.framemill.worker.media.text.TextCodecs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.jspecify.annotations.Nullable;

/**
 * Inspects a source: reads it completely, decoding only the first frames of each stream. Not
 * thread-safe.
 */
public final class Inspector implements AutoCloseable {
  private static final StreamTags UNTAGGED = new StreamTags("und", List.of());

  private final Demuxer demuxer;
  private final Map<Integer, StreamScan> scans = new TreeMap<>();
  private final Map<Integer, StreamTags> tags = new TreeMap<>();
  private Map<Integer, String> languages = Map.of();
  private Set<Integer> scrambledPids = Set.of();
  private final Set<Integer> registered = new HashSet<>();
  private final Map<Integer, Long> textPackets = new TreeMap<>();
  private final LeftOutStreams leftOut = new LeftOutStreams();
  private final SourceCheck check;

  private Inspector(Demuxer demuxer, SourceCheck check) {
    this.demuxer = demuxer;
    this.check = check;
  }

  /**
   * Inspects a source.
   *
   * @param limits limits on the source
   * @param grid segments for counting pictures; null to count only the total
   * @param progress called while it reads
   * @throws BadSourceException if it has no decodable stream, or exceeds a limit
   */
  public static MediaInfo inspect(
      Path source, SourceLimits limits, @Nullable SegmentGrid grid, MediaProgress progress) {
    SourceCheck check = new SourceCheck(InputFile.nameOf(source), limits);
    SourceStamp stamp = InputFile.stampOf(source);
    try (Demuxer demuxer = open(source, check);
        Inspector inspector = new Inspector(demuxer, check)) {
      check.requireFewStreams();
      inspector.readHeaders(source);
      inspector.readThrough(progress);
      if (!InputFile.stampOf(source).equals(stamp)) {
        throw new BadSourceException(
            demuxer.sourceName()
                + ": the source changed while it was read; submit it when it is complete");
      }
      return inspector.result(stamp, grid);
    }
  }

  private static Demuxer open(Path source, SourceCheck check) {
    try {
      return Demuxer.open(source, check.streams());
    } catch (TranscodeException e) {
      throw check.explain(e);
    }
  }

  /** Reads headers that libavformat does not export. */
  private void readHeaders(Path source) {
    try {
      Encryption.Extent encryption = Encryption.in(source, demuxer);
      if (encryption.isWhole()) {
        throw encrypted();
      }
      scrambledPids = encryption.scrambledPids();
      if (demuxer.formatName().startsWith("matroska")) {
        languages = MatroskaLanguages.languagesIn(source);
      }
      if (demuxer.formatName().startsWith("mov")) {
        languages = Mp4Languages.languagesIn(source);
      }
    } catch (IOException e) {
      throw new SourceAccessException(source, e);
    }
  }

  private StreamTags tagsOf(StreamScan scan) {
    return tags.getOrDefault(scan.stream().index(), UNTAGGED);
  }

  /**
   * Registers a stream at its first packet, because it may start late; at the end of the source,
   * without one.
   */
  private void register(int index) {
    if (!registered.add(index)) {
      return;
    }
    AVStream stream = demuxer.stream(index);
    String language = languages.get(index);
    tags.put(
        index,
        new StreamTags(
            language == null
                ? StreamProperties.language(stream)
                : StreamProperties.language(language),
            StreamProperties.programs(demuxer.get(), index)));
    if (StreamProperties.isEncrypted(stream)) {
      throw encrypted();
    }
    int type = stream.codecpar().codec_type();
    DolbyVision dolby = DolbyVision.of(stream);
    if (dolby != null && dolby.isClosed()) {
      throw closed(dolby);
    }
    if (scrambledPids.contains(stream.id())) {
      leftOut.addLoss(stream, "it is encrypted");
    } else if (StreamProperties.isCoverArt(stream)) {
      leftOut.addWithoutLoss(stream, "cover art");
    } else if (dolby != null && !dolby.hasBase()) {
      leftOut.addWithoutLoss(stream, "enhancement layer of Dolby Vision");
    } else if (type == AVMEDIA_TYPE_VIDEO || type == AVMEDIA_TYPE_AUDIO) {
      openScan(index, stream);
    } else if (type == AVMEDIA_TYPE_SUBTITLE) {
      addText(index, stream);
    } else {
      leftOut.addWithoutLoss(stream, "not picture or sound");
    }
  }

  private void openScan(int index, AVStream stream) {
    check.requireUsualSize(stream.codecpar());
    try {
      scans.put(index, StreamScan.open(stream, demuxer.makesUpTimes()));
    } catch (TranscodeException e) {
      leftOut.addLoss(stream, e.getMessage());
    }
  }

  private void addText(int index, AVStream stream) {
    Optional<String> obstacle = TextCodecs.obstacle(stream.codecpar().codec_id());
    if (obstacle.isPresent()) {
      leftOut.addLoss(stream, obstacle.get());
    } else {
      textPackets.put(index, 0L);
    }
  }

  private void readThrough(MediaProgress progress) {
    try (NativePacket packet = NativePacket.allocate()) {
      while (demuxer.read(packet)) {
        progress.encoded(0, 0);
        add(packet);
      }
    }
    scans.values().forEach(StreamScan::end);
    check.requireFewStreams();
    for (int i = 0; i < demuxer.streamCount(); i++) {
      if (!demuxer.isContinuation(i)) {
        register(i);
      }
    }
    leftOut.addAll(demuxer.leftOut());
  }

  private void add(NativePacket packet) {
    int index = packet.get().stream_index();
    StreamScan scan = scans.get(index);
    if (scan == null) {
      register(index);
      scan = scans.get(index);
    }
    if (scan == null) {
      textPackets.computeIfPresent(index, (text, count) -> count + 1);
      return;
    }
    requireClear(packet);
    scan.add(packet, demuxer.packetStream());
    check.requireNoJump(scan.span(), scan.timeBase());
    if (scan instanceof PictureScan) {
      check.requireUsualRate(scan.span(), scan.timeBase());
    }
  }

  private void requireClear(NativePacket packet) {
    if (packet.sideData(AV_PKT_DATA_ENCRYPTION_INFO) != null) {
      throw encrypted();
    }
  }

  private MediaInfo result(SourceStamp stamp, @Nullable SegmentGrid grid) {
    Programme programme = Programme.of(scans.values());
    scans.values().forEach(this::reportLosses);
    List<PictureScan> pictures = scansOf(PictureScan.class);
    List<SoundScan> sounds = scansOf(SoundScan.class);
    if (pictures.isEmpty() && sounds.isEmpty()) {
      throw new BadSourceException(
          demuxer.sourceName() + " has neither picture nor sound" + leftOut.inBrackets());
    }
    return new MediaInfo(
        demuxer.formatName(),
        stamp,
        demuxer.seeksByBytes(),
        pictures.stream()
            .sorted(programme.bestFirst())
            .map(scan -> StreamInfos.video(demuxer.get(), scan, programme, tagsOf(scan), grid))
            .toList(),
        sounds.stream().map(scan -> StreamInfos.audio(scan, tagsOf(scan))).toList(),
        subtitles(),
        demuxer.readErrors() + scans.values().stream().mapToLong(StreamScan::stepsBack).sum(),
        DeclaredLength.cutMillis(demuxer.get(), scans.values()),
        leftOut.list());
  }

  /** Reports the parts of a stream that are not transcoded. */
  private void reportLosses(StreamScan scan) {
    if (scan instanceof PictureScan pictures) {
      check.requireUsualSize(pictures);
    }
    scan.undecodableTicks().forEach((codec, ticks) -> leftOut.addPart(scan, codec, ticks));
    if (!scan.hasFrames()) {
      leftOut.add(scan.stream(), "nothing in it can be decoded", scan.packetsRead() > 0);
    } else if (scan instanceof PictureScan pictures && pictures.hasCaptions()) {
      leftOut.addLoss(scan.stream(), "its closed captions (CEA-608 or 708) are not carried over");
    }
  }

  private <T extends StreamScan> List<T> scansOf(Class<T> type) {
    return scans.values().stream()
        .filter(StreamScan::hasFrames)
        .filter(type::isInstance)
        .map(type::cast)
        .toList();
  }

  private List<MediaInfo.SubtitleStream> subtitles() {
    List<MediaInfo.SubtitleStream> subtitles = new ArrayList<>();
    textPackets.forEach(
        (index, packets) -> {
          if (packets == 0) {
            leftOut.addWithoutLoss(demuxer.stream(index), "there is nothing in it");
          } else {
            subtitles.add(
                StreamInfos.subtitles(
                    demuxer.stream(index), tags.getOrDefault(index, UNTAGGED), packets));
          }
        });
    return subtitles;
  }

  private BadSourceException closed(DolbyVision dolby) {
    return new BadSourceException(
        demuxer.sourceName()
            + " is Dolby Vision profile "
            + dolby.profile()
            + ", whose colours only Dolby's decoders can show; export it as HDR10, HLG or SDR");
  }

  private BadSourceException encrypted() {
    return new BadSourceException(demuxer.sourceName() + " " + Encryption.REFUSAL);
  }

  @Override
  public void close() {
    scans.values().forEach(StreamScan::close);
  }
}
