package io.framemill.worker.testmedia;

import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.avformat_find_stream_info;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_AUDIO;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;

import io.framemill.worker.media.libav.FfmpegException;
import io.framemill.worker.media.libav.Libav;
import io.framemill.worker.media.libav.LibavLog;
import io.framemill.worker.media.libav.NativePacket;
import io.framemill.worker.media.source.Demuxer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.javacpp.PointerPointer;

/**
 * A file or HLS playlist, decoded to its end: for asserting what a player would get.
 *
 * @param video the video streams in the file's order
 * @param audio the audio streams in the file's order
 * @param complaints libav's warnings and errors on the way, and packets that could not be decoded
 */
public record DecodedMedia(
    List<DecodedStream> video, List<DecodedStream> audio, List<String> complaints) {

  /** Decodes a media file or a {@code .m3u8}, all its variants. */
  public static DecodedMedia of(Path file) {
    Libav.load();
    List<String> complaints = Collections.synchronizedList(new ArrayList<>());
    LibavLog.get().listen(complaints::add);
    try (Demuxer demuxer = open(file)) {
      return decode(demuxer, complaints);
    } finally {
      LibavLog.get().listen(line -> {});
    }
  }

  /** Decodes a rendition's directory: its init segment and all segments put together. */
  public static DecodedMedia ofSegments(Path directory) {
    return of(joined(directory));
  }

  /** Writes a file of a rendition's init segment and all its segments, beside its directory. */
  public static Path joined(Path directory) {
    Path joined = directory.resolveSibling(directory.getFileName() + ".joined.mp4");
    try (OutputStream out = Files.newOutputStream(joined)) {
      Files.copy(directory.resolve("init.mp4"), out);
      for (Path segment : segmentsIn(directory)) {
        Files.copy(segment, out);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return joined;
  }

  /** The segment files of a rendition's directory, in order. */
  public static List<Path> segmentsIn(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(f -> f.toString().endsWith(".m4s")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  // Not by Demuxer.open, which refuses playlists.
  private static Demuxer open(Path file) {
    AVFormatContext context = new AVFormatContext(null);
    FfmpegException.check(
        "avformat_open_input", avformat_open_input(context, file.toString(), null, null));
    Demuxer demuxer = new Demuxer(context, file.toString());
    FfmpegException.check(
        "avformat_find_stream_info", avformat_find_stream_info(context, (PointerPointer<?>) null));
    return demuxer;
  }

  private static DecodedMedia decode(Demuxer demuxer, List<String> complaints) {
    List<StreamRecorder> recorders = new ArrayList<>();
    try (NativePacket packet = NativePacket.allocate()) {
      addNew(recorders, demuxer);
      // Not by the demuxer, which joins streams that go on under other PIDs.
      while (av_read_frame(demuxer.get(), packet.get()) >= 0) {
        addNew(recorders, demuxer);
        recorders.get(packet.get().stream_index()).add(packet);
        packet.clear();
      }
    }
    recorders.forEach(StreamRecorder::finish);
    for (StreamRecorder recorder : recorders) {
      if (recorder.errors() > 0) {
        complaints.add(recorder.errors() + " packets could not be decoded");
      }
    }
    DecodedMedia result =
        new DecodedMedia(
            ofType(recorders, AVMEDIA_TYPE_VIDEO),
            ofType(recorders, AVMEDIA_TYPE_AUDIO),
            List.copyOf(complaints));
    recorders.forEach(StreamRecorder::close);
    return result;
  }

  /** A source without a header may show more streams while it is read. */
  private static void addNew(List<StreamRecorder> recorders, Demuxer demuxer) {
    while (recorders.size() < demuxer.get().nb_streams()) {
      recorders.add(new StreamRecorder(demuxer.get().streams(recorders.size())));
    }
  }

  private static List<DecodedStream> ofType(List<StreamRecorder> recorders, int mediaType) {
    return recorders.stream()
        .filter(r -> r.mediaType() == mediaType)
        .map(StreamRecorder::result)
        .toList();
  }
}
