package io.framemill.worker.media.source;

import static org.bytedeco.ffmpeg.global.avformat.AVIO_FLAG_READ;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_find_stream_info;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avformat.avio_closep;
import static org.bytedeco.ffmpeg.global.avformat.avio_open2;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_INVALIDDATA;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;

import io.framemill.protocol.FailureKind;
import io.framemill.protocol.media.SourceStamp;
import io.framemill.protocol.storage.SharedDirectory;
import io.framemill.worker.limits.SourceLimits;
import io.framemill.worker.media.failure.BadSourceException;
import io.framemill.worker.media.failure.SourceAccessException;
import io.framemill.worker.media.failure.TranscodeException;
import io.framemill.worker.media.libav.AvError;
import io.framemill.worker.media.libav.FfmpegException;
import io.framemill.worker.media.libav.NativeOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerPointer;

/**
 * Opens a source as a local file in an accepted container, regardless of URLs or references in its
 * name and content.
 */
public final class InputFile {
  /**
   * Containers and raw streams, named as libavformat does. Excluded: playlists and scripts (hls,
   * dash, concat, ...), which make libavformat open further files and hosts; still pictures; text,
   * which libavformat would render.
   */
  private static final String FORMATS =
      "mov,matroska,mpegts,mpeg,avi,flv,live_flv,asf,asf_o,ogg,mxf,gxf,dv,nut,ivf,wtv,rm,"
          + "pva,nuv,nsv,lxf,dhav,r3d,mlv,cine,xmv,kux,iv8,mtv,mjpeg_2000,smjpeg,yuv4mpegpipe,"
          + "gif,apng,jpegxl_anim,swf,flic,bink,smk,roq,ea,4xm,film_cpk,thp,vmd,bfi,idcin,psxstr,"
          + "h261,h263,h264,hevc,vvc,evc,mpegvideo,m4v,mjpeg,obu,av1,vc1,vc1test,cavsvideo,avs2,"
          + "avs3,dirac,dnxhd,"
          + "wav,w64,aiff,au,caf,flac,mp3,aac,loas,ac3,eac3,ac4,dts,dtshd,truehd,mlp,amr,amrnb,"
          + "amrwb,tta,tak,wv,ape,mpc,mpc8,oma,dsf,voc,xwma,qcp,iamf,osq,shn,spdif";

  private static final String PROTOCOLS = "protocol_whitelist";

  /**
   * Protocol whitelist: a demuxer may open no other file. Of the accepted ones {@code mlv} opens
   * neighbouring files, and {@code mov} can follow references. An empty list would allow all
   * protocols, so this is the name of one that does not exist.
   */
  private static final String NO_PROTOCOL = "none";

  private InputFile() {}

  /**
   * Opens a file; the caller passes the context to {@link #close}.
   *
   * @param maxStreams number of streams at which the demuxer stops or fails
   * @throws BadSourceException if it is empty or not media in an accepted format
   */
  static AVFormatContext open(Path source, int maxStreams) {
    if (sizeOf(source) == 0) {
      throw new BadSourceException(nameOf(source) + " is empty");
    }
    return open(source, urlOf(source), maxStreams);
  }

  /**
   * Opens a part of a file as if it were the whole file.
   *
   * @param from offset of its first byte
   * @param to end of its last byte, exclusive
   */
  static AVFormatContext openPart(Path source, long from, long to, int maxStreams) {
    String url = "subfile,,start," + from + ",end," + to + ",,:" + urlOf(source);
    return open(source, url, maxStreams);
  }

  // The prefix prevents that a name such as "http:a.mp4" or "concat:b" is taken for a URL.
  private static String urlOf(Path source) {
    return "file:" + source.toAbsolutePath();
  }

  private static AVFormatContext open(Path source, String url, int maxStreams) {
    // As bytes, because JavaCPP converts a String with the platform's default charset.
    AVIOContext file = new AVIOContext(null);
    try (BytePointer nativeUrl = new BytePointer(url, StandardCharsets.UTF_8);
        NativeOptions onlyFiles = new NativeOptions().set(PROTOCOLS, "file,subfile");
        NativeOptions options =
            new NativeOptions()
                .set(PROTOCOLS, NO_PROTOCOL)
                .set("format_whitelist", FORMATS)
                .set("max_streams", maxStreams)
                // Otherwise it would read the end first, where a stream may have another codec.
                .set("skip_estimate_duration_from_pts", 1)) {
      int opened = avio_open2(file, nativeUrl, AVIO_FLAG_READ, null, onlyFiles.get());
      if (opened < 0) {
        throw unreadable(source, opened, opened);
      }
      // Opened separately, to detect afterwards whether the disk failed.
      AVFormatContext context =
          FfmpegException.checkAllocated("avformat_alloc_context", avformat_alloc_context());
      context.pb(file);
      int result = avformat_open_input(context, nativeUrl, null, options.get());
      if (result < 0) {
        int diskError = file.error();
        avio_closep(file);
        throw unreadable(source, result, diskError);
      }
      return context;
    }
  }

  /**
   * Probes the streams, with the limits of {@link Decoder}.
   *
   * @return libavformat's result; below 0 for an error
   */
  static int findStreams(AVFormatContext context) {
    int count = context.nb_streams();
    try (PointerPointer<AVDictionary> options = new PointerPointer<>(Math.max(1, count))) {
      for (int i = 0; i < count; i++) {
        AVDictionary ofStream = new AVDictionary(null);
        av_dict_set(ofStream, "max_pixels", Long.toString(SourceLimits.MAX_PICTURE_PIXELS), 0);
        options.put(i, ofStream);
      }
      int result = avformat_find_stream_info(context, count == 0 ? null : options);
      for (int i = 0; i < count; i++) {
        av_dict_free(new AVDictionary(options.get(i)));
      }
      return result;
    }
  }

  /** Closes a context of {@link #open}. */
  static void close(AVFormatContext context) {
    AVIOContext file =
        (context.flags() & AVFormatContext.AVFMT_FLAG_CUSTOM_IO) == 0 ? null : context.pb();
    avformat_close_input(context);
    if (file != null) {
      avio_closep(file);
    }
  }

  /**
   * The failure for a source that libavformat does not open.
   *
   * @param code its result
   * @param diskError error code of the operating system when the file was read; 0 for none
   */
  static TranscodeException unreadable(Path source, int code, int diskError) {
    return switch (kindOf(code, diskError)) {
      case TRANSIENT ->
          new SourceAccessException(source, AvError.describe(diskError < 0 ? diskError : code));
      case INTERNAL -> FfmpegException.of("Opening " + nameOf(source), code);
      case BAD_INPUT -> OpenFailure.of(source, words(code));
    };
  }

  private static String words(int code) {
    if (code == AVERROR_INVALIDDATA) {
      return "it is damaged, or no media at all";
    }
    return code == AvError.EIO || code == AVERROR_EOF
        ? "it is damaged or cut short"
        : "its format is not supported";
  }

  private static FailureKind kindOf(int code, int diskError) {
    if (diskError < 0) {
      return AvError.kindOfOpening(diskError);
    }
    // Demuxers also return EIO for a truncated file.
    return code == AvError.EIO ? FailureKind.BAD_INPUT : AvError.kindOfOpening(code);
  }

  /** The file name without its directories, for messages. */
  public static String nameOf(Path source) {
    Path name = source.getFileName();
    return name == null ? source.toString() : name.toString();
  }

  /**
   * The state of a source.
   *
   * @throws SourceAccessException if it cannot be reached
   */
  public static SourceStamp stampOf(Path source) {
    try {
      return SharedDirectory.stampOf(source);
    } catch (IOException e) {
      throw new SourceAccessException(source, e);
    }
  }

  /**
   * The size of a source in bytes.
   *
   * @throws SourceAccessException if it cannot be reached
   */
  public static long sizeOf(Path source) {
    try {
      return Files.size(source);
    } catch (IOException e) {
      throw new SourceAccessException(source, e);
    }
  }
}
