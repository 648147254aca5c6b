package io.framemill.worker.media;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_ENCRYPTION_INFO;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_get_side_data;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_AUDIO;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_SUBTITLE;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.av_get_media_type_string;

import io.framemill.protocol.MediaInfo;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.SizeTPointer;

/** Reads a source through, decoding only the first frame of each stream. Not thread-safe. */
final class Inspector implements AutoCloseable {
  private static final Set<String> FORMATS_TO_SEEK_BY_BYTES = Set.of("mpegts", "mpeg");

  private final Demuxer demuxer;
  private final Map<Integer, StreamScan> scans = new TreeMap<>();
  private final Map<Integer, Long> textPackets = new TreeMap<>();
  private final List<String> ignored = new ArrayList<>();

  private Inspector(Demuxer demuxer) {
    this.demuxer = demuxer;
  }

  /**
   * Says what is in a source.
   *
   * @param progress hears that reading goes on
   * @throws BadSourceException if there is nothing in it that can be decoded
   */
  static MediaInfo inspect(Path source, MediaProgress progress) {
    try (Demuxer demuxer = Demuxer.open(source);
        Inspector inspector = new Inspector(demuxer)) {
      inspector.openScans();
      inspector.readThrough(progress);
      return inspector.result(InputFile.sizeOf(source));
    }
  }

  private void openScans() {
    for (int i = 0; i < demuxer.streamCount(); i++) {
      AVStream stream = demuxer.stream(i);
      if (StreamFacts.isEncrypted(stream)) {
        throw encrypted();
      }
      int type = stream.codecpar().codec_type();
      if (StreamFacts.isCoverArt(stream)) {
        ignore(i, "cover art");
      } else if (type == AVMEDIA_TYPE_VIDEO || type == AVMEDIA_TYPE_AUDIO) {
        openScan(i, stream);
      } else if (type == AVMEDIA_TYPE_SUBTITLE) {
        addText(i, stream);
      } else {
        ignore(i, "not picture or sound");
      }
    }
  }

  private void openScan(int index, AVStream stream) {
    try {
      scans.put(index, StreamScan.open(stream));
    } catch (TranscodeException e) {
      ignore(index, e.getMessage());
    }
  }

  private void addText(int index, AVStream stream) {
    Optional<String> obstacle = TextCodecs.obstacle(stream.codecpar().codec_id());
    if (obstacle.isPresent()) {
      ignore(index, obstacle.get());
    } else {
      textPackets.put(index, 0L);
    }
  }

  private void readThrough(MediaProgress progress) {
    try (NativePacket packet = NativePacket.allocate()) {
      while (demuxer.read(packet)) {
        progress.encoded(0, 0);
        StreamScan scan = scans.get(packet.get().stream_index());
        if (scan != null) {
          requireClear(packet);
          scan.add(packet);
        }
        textPackets.computeIfPresent(packet.get().stream_index(), (index, count) -> count + 1);
      }
    }
    scans.values().forEach(StreamScan::end);
  }

  private void requireClear(NativePacket packet) {
    if (packet.get().side_data_elems() == 0) {
      return;
    }
    try (SizeTPointer size = new SizeTPointer(1)) {
      BytePointer encryption =
          av_packet_get_side_data(packet.get(), AV_PKT_DATA_ENCRYPTION_INFO, size);
      if (encryption != null) {
        throw encrypted();
      }
    }
  }

  private MediaInfo result(long sizeBytes) {
    Programme programme = Programme.of(scans.values());
    List<MediaInfo.VideoStream> video = new ArrayList<>();
    List<MediaInfo.AudioStream> audio = new ArrayList<>();
    scans.forEach(
        (index, scan) -> {
          if (!scan.hasFrames()) {
            ignore(index, "nothing in it can be decoded");
          } else if (scan.stream().codecpar().codec_type() == AVMEDIA_TYPE_VIDEO) {
            video.add(StreamInfos.video(demuxer.get(), scan, programme));
            if (scan.hasCaptions()) {
              ignore(index, "its closed captions (CEA-608 or 708) are not carried over");
            }
          } else {
            audio.add(StreamInfos.audio(scan));
          }
        });
    if (video.isEmpty() && audio.isEmpty()) {
      throw new BadSourceException(demuxer.sourceName() + " has neither picture nor sound" + why());
    }
    String format = demuxer.formatName();
    return new MediaInfo(
        format,
        sizeBytes,
        FORMATS_TO_SEEK_BY_BYTES.contains(format),
        video,
        audio,
        subtitles(),
        demuxer.readErrors(),
        ignored);
  }

  private List<MediaInfo.SubtitleStream> subtitles() {
    List<MediaInfo.SubtitleStream> subtitles = new ArrayList<>();
    textPackets.forEach(
        (index, packets) -> {
          if (packets == 0) {
            ignore(index, "there is nothing in it");
          } else {
            subtitles.add(StreamInfos.subtitles(demuxer.stream(index)));
          }
        });
    return subtitles;
  }

  private String why() {
    return ignored.isEmpty() ? "" : " (" + String.join("; ", ignored) + ")";
  }

  private void ignore(int index, String reason) {
    AVStream stream = demuxer.stream(index);
    BytePointer type = av_get_media_type_string(stream.codecpar().codec_type());
    ignored.add(
        "stream "
            + index
            + ", "
            + (type == null ? "unknown" : type.getString())
            + " "
            + StreamFacts.codecName(stream)
            + ": "
            + reason);
  }

  private BadSourceException encrypted() {
    return new BadSourceException(demuxer.sourceName() + " is encrypted");
  }

  @Override
  public void close() {
    scans.values().forEach(StreamScan::close);
  }
}
