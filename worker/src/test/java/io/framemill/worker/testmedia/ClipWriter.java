package io.framemill.worker.testmedia;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_SMPTE_KLV;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_CONTENT_LIGHT_LEVEL;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_DISPLAYMATRIX;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_DOVI_CONF;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_FRAME_CROPPING;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_KEY;
import static org.bytedeco.ffmpeg.global.avcodec.av_new_packet;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_make_writable;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_rescale_ts;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_side_data_new;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_descriptor_get_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_from_context;
import static org.bytedeco.ffmpeg.global.avformat.AVIO_FLAG_WRITE;
import static org.bytedeco.ffmpeg.global.avformat.av_interleaved_write_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_new_program;
import static org.bytedeco.ffmpeg.global.avformat.av_program_add_stream_index;
import static org.bytedeco.ffmpeg.global.avformat.av_write_trailer;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_output_context2;
import static org.bytedeco.ffmpeg.global.avformat.avformat_free_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_new_stream;
import static org.bytedeco.ffmpeg.global.avformat.avformat_write_header;
import static org.bytedeco.ffmpeg.global.avformat.avio_closep;
import static org.bytedeco.ffmpeg.global.avformat.avio_open;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_DATA;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_SUBTITLE;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.bytedeco.ffmpeg.global.avutil.av_mallocz;

import io.framemill.protocol.media.Rational;
import io.framemill.worker.media.libav.AvRational;
import io.framemill.worker.media.libav.FfmpegException;
import io.framemill.worker.media.libav.NativeOptions;
import io.framemill.worker.media.libav.NativePacket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avcodec.AVPacketSideData;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVContentLightMetadata;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.jspecify.annotations.Nullable;

/** Encodes and muxes a {@link TestClip}. */
final class ClipWriter implements AutoCloseable {
  private static final Rational MILLIS = new Rational(1, 1000);
  private static final int PADDING = 64;

  private final TestClip clip;
  private final AVFormatContext context = new AVFormatContext(null);
  private final List<ClipSource> sources = new ArrayList<>();
  private final Map<Integer, Integer> packets = new HashMap<>();
  private final NativePacket packet = NativePacket.allocate();

  private ClipWriter(TestClip clip) {
    this.clip = clip;
  }

  static void write(TestClip clip) {
    try (ClipWriter writer = new ClipWriter(clip)) {
      writer.open();
      writer.writeAll();
    }
  }

  private void open() {
    FfmpegException.check(
        "avformat_alloc_output_context2",
        avformat_alloc_output_context2(context, null, null, clip.file.toString()));
    if (clip.picture) {
      addPictures(clip);
    }
    clip.others.stream().filter(other -> other.picture).forEach(this::addPictures);
    addSounds(clip);
    clip.others.forEach(this::addSounds);
    clip.texts.forEach(this::addText);
    if (clip.data) {
      AVCodecParameters data = avformat_new_stream(context, null).codecpar();
      data.codec_type(AVMEDIA_TYPE_DATA).codec_id(AV_CODEC_ID_SMPTE_KLV);
    }
    AVIOContext file = new AVIOContext(null);
    FfmpegException.check("avio_open", avio_open(file, clip.file.toString(), AVIO_FLAG_WRITE));
    context.pb(file);
    try (NativeOptions options = new NativeOptions()) {
      clip.muxerOptions.forEach(options::set);
      FfmpegException.check("avformat_write_header", avformat_write_header(context, options.get()));
      options.requireAllTaken("The muxer");
    }
  }

  private void addText(ClipText text) {
    AVStream stream = avformat_new_stream(context, null);
    stream.codecpar().codec_type(AVMEDIA_TYPE_SUBTITLE);
    stream.codecpar().codec_id(avcodec_descriptor_get_by_name(text.codec()).id());
    if (text.header().length > 0) {
      BytePointer header = new BytePointer(av_mallocz(text.header().length + PADDING));
      stream.codecpar().extradata(header.put(text.header())).extradata_size(text.header().length);
    }
    stream.time_base(AvRational.toNative(MILLIS));
    stream.disposition(text.disposition());
    AVDictionary tags = new AVDictionary(null);
    av_dict_set(tags, "language", text.language(), 0);
    if (!text.title().isEmpty()) {
      av_dict_set(tags, "title", text.title(), 0);
    }
    stream.metadata(tags);
  }

  private void addPictures(TestClip of) {
    ClipSource pictures = ClipSource.pictures(of);
    sources.add(pictures);
    AVStream stream = addStream(pictures);
    stream.disposition(of.disposition);
    stream.id(of.pictureId);
    addToProgram(of, stream);
    addSideData(of, stream.codecpar());
  }

  private void addSounds(TestClip of) {
    if (of.soundMillis > 0) {
      of.soundLanguages.forEach(language -> addSound(of, language));
    }
  }

  private void addToProgram(TestClip of, AVStream stream) {
    if (of.program > 0) {
      av_new_program(context, of.program);
      av_program_add_stream_index(context, of.program, stream.index());
    }
  }

  private void addSound(TestClip of, String language) {
    ClipSource sound = ClipSource.sound(of);
    sources.add(sound);
    AVStream stream = addStream(sound);
    stream.disposition(of.soundDisposition);
    stream.id(of.soundId);
    addToProgram(of, stream);
    AVDictionary tags = new AVDictionary(null);
    if (!language.equals("und")) {
      FfmpegException.check("av_dict_set", av_dict_set(tags, "language", language, 0));
    }
    if (!of.soundTitle.isEmpty()) {
      FfmpegException.check("av_dict_set", av_dict_set(tags, "title", of.soundTitle, 0));
    }
    stream.metadata(tags);
  }

  private AVStream addStream(ClipSource source) {
    AVStream stream = avformat_new_stream(context, null);
    FfmpegException.check(
        "avcodec_parameters_from_context",
        avcodec_parameters_from_context(stream.codecpar(), source.encoder().get()));
    stream.time_base(source.encoder().get().time_base());
    stream.sample_aspect_ratio(source.encoder().get().sample_aspect_ratio());
    stream.avg_frame_rate(source.encoder().get().framerate());
    return stream;
  }

  private static void addSideData(TestClip clip, AVCodecParameters parameters) {
    AVPacketSideData list = new AVPacketSideData(null);
    IntPointer count = new IntPointer(1).put(0);
    if (clip.color != null && clip.color.peakNits() > 0) {
      AVPacketSideData light =
          av_packet_side_data_new(
              list,
              count,
              AV_PKT_DATA_CONTENT_LIGHT_LEVEL,
              new AVContentLightMetadata().sizeof(),
              0);
      new AVContentLightMetadata(light.data()).MaxCLL(clip.color.peakNits()).MaxFALL(100);
    }
    if (clip.displayMatrix.length > 0) {
      AVPacketSideData matrix =
          av_packet_side_data_new(
              list,
              count,
              AV_PKT_DATA_DISPLAYMATRIX,
              (long) clip.displayMatrix.length * Integer.BYTES,
              0);
      new IntPointer(matrix.data()).put(clip.displayMatrix);
    }
    if (clip.cropping.length > 0) {
      AVPacketSideData cropping =
          av_packet_side_data_new(
              list,
              count,
              AV_PKT_DATA_FRAME_CROPPING,
              (long) clip.cropping.length * Integer.BYTES,
              0);
      // Always in little endian.
      ByteBuffer sides = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
      Arrays.stream(clip.cropping).forEach(sides::putInt);
      cropping.data().put(sides.array());
    }
    if (clip.dolbyVision.length > 0) {
      av_packet_side_data_new(list, count, AV_PKT_DATA_DOVI_CONF, clip.dolbyVision.length, 0)
          .data()
          .put(clip.dolbyVision);
    }
    parameters.coded_side_data(list);
    parameters.nb_coded_side_data(count.get());
  }

  private void writeTexts() {
    int first = sources.size();
    for (int i = 0; i < clip.texts.size(); i++) {
      for (ClipText.Packet text : clip.texts.get(i).packets()) {
        packet.clear();
        FfmpegException.check("av_new_packet", av_new_packet(packet.get(), text.data().length));
        packet.get().data().put(text.data());
        packet.get().pts(text.startMillis()).dts(text.startMillis());
        packet.get().duration(text.durationMillis()).flags(AV_PKT_FLAG_KEY);
        av_packet_rescale_ts(
            packet.get(), AvRational.toNative(MILLIS), context.streams(first + i).time_base());
        packet.get().stream_index(first + i);
        FfmpegException.check(
            "av_interleaved_write_frame", av_interleaved_write_frame(context, packet.get()));
      }
    }
  }

  private void writeAll() {
    writeTexts();
    ClipSource next = earliest();
    while (next != null) {
      next.step();
      writePackets(next);
      next = earliest();
    }
    FfmpegException.check("av_write_trailer", av_write_trailer(context));
  }

  private @Nullable ClipSource earliest() {
    ClipSource earliest = null;
    for (ClipSource source : sources) {
      if (!source.ended() && (earliest == null || source.seconds() < earliest.seconds())) {
        earliest = source;
      }
    }
    return earliest;
  }

  private void writePackets(ClipSource source) {
    int index = sources.indexOf(source);
    while (source.encoder().receive(packet)) {
      av_packet_rescale_ts(
          packet.get(), source.encoder().get().time_base(), context.streams(index).time_base());
      packet.get().stream_index(index);
      if (packets.merge(index, 1, Integer::sum) > clip.firstScrambled) {
        scramble(packet.get());
      }
      FfmpegException.check(
          "av_interleaved_write_frame", av_interleaved_write_frame(context, packet.get()));
    }
  }

  private static void scramble(AVPacket packet) {
    FfmpegException.check("av_packet_make_writable", av_packet_make_writable(packet));
    byte[] noise = new byte[packet.size()];
    new Random(packet.size()).nextBytes(noise);
    packet.data().put(noise);
  }

  @Override
  public void close() {
    packet.close();
    sources.forEach(ClipSource::close);
    if (context.pb() != null) {
      avio_closep(context.pb());
      context.pb(null);
    }
    avformat_free_context(context);
  }
}
