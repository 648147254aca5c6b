package io.framemill.worker.media.inspect.header;

import static org.bytedeco.ffmpeg.avcodec.AVCodecParserContext.PARSER_FLAG_COMPLETE_FRAMES;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PICTURE_STRUCTURE_BOTTOM_FIELD;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PICTURE_STRUCTURE_FRAME;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PICTURE_STRUCTURE_TOP_FIELD;
import static org.bytedeco.ffmpeg.global.avcodec.av_parser_close;
import static org.bytedeco.ffmpeg.global.avcodec.av_parser_init;
import static org.bytedeco.ffmpeg.global.avcodec.av_parser_parse2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_to_context;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;

import io.framemill.worker.media.libav.FfmpegException;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVCodecParserContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerPointer;

/**
 * Counts pictures of H.264, where two packets form one picture if each contains a field
 * (libavformat splits transport streams like that). While all headers declare frames only, only
 * packets with headers are parsed. Owns a parser. Not thread-safe.
 */
final class H264PictureCounter implements PictureCounter {
  private final AVCodecContext context;
  private final AVCodecParserContext parser;
  private final PointerPointer<BytePointer> output = new PointerPointer<>(1);
  private final IntPointer outputSize = new IntPointer(1);
  private boolean mayHaveFields;
  private boolean hasHeaders = true;
  private boolean isClosed;
  private int waitsFor = AV_PICTURE_STRUCTURE_FRAME;

  private H264PictureCounter(
      AVCodecContext context, AVCodecParserContext parser, boolean mayHaveFields) {
    this.context = context;
    this.parser = parser;
    this.mayHaveFields = mayHaveFields;
    parser.flags(parser.flags() | PARSER_FLAG_COMPLETE_FRAMES);
  }

  static H264PictureCounter open(AVCodecParameters parameters) {
    AVCodecContext context =
        FfmpegException.checkAllocated(
            "avcodec_alloc_context3", avcodec_alloc_context3((AVCodec) null));
    try {
      FfmpegException.check(
          "avcodec_parameters_to_context", avcodec_parameters_to_context(context, parameters));
      return new H264PictureCounter(
          context,
          FfmpegException.checkAllocated("av_parser_init", av_parser_init(parameters.codec_id())),
          mayHaveFields(parameters));
    } catch (RuntimeException e) {
      avcodec_free_context(context);
      throw e;
    }
  }

  private static boolean mayHaveFields(AVCodecParameters parameters) {
    int size = parameters.extradata_size();
    return size == 0
        || !H264Sequence.isFramesOnly(parameters.extradata().capacity(size).asByteBuffer());
  }

  @Override
  public void read(PictureHeaders headers) {
    mayHaveFields |= headers.mayHaveFields();
    hasHeaders = !headers.shape().isEmpty();
  }

  @Override
  public int in(AVPacket packet) {
    return mayHaveFields || hasHeaders ? parse(packet) : 1;
  }

  private int parse(AVPacket packet) {
    int used =
        av_parser_parse2(
            parser,
            context,
            output,
            outputSize,
            packet.data(),
            packet.size(),
            AV_NOPTS_VALUE,
            AV_NOPTS_VALUE,
            -1);
    int structure = used < 0 ? AV_PICTURE_STRUCTURE_FRAME : parser.picture_structure();
    if (structure == waitsFor && structure != AV_PICTURE_STRUCTURE_FRAME) {
      waitsFor = AV_PICTURE_STRUCTURE_FRAME;
      return 0;
    }
    waitsFor = otherField(structure);
    return 1;
  }

  private static int otherField(int structure) {
    if (structure == AV_PICTURE_STRUCTURE_TOP_FIELD) {
      return AV_PICTURE_STRUCTURE_BOTTOM_FIELD;
    }
    return structure == AV_PICTURE_STRUCTURE_BOTTOM_FIELD
        ? AV_PICTURE_STRUCTURE_TOP_FIELD
        : AV_PICTURE_STRUCTURE_FRAME;
  }

  @Override
  public void close() {
    if (isClosed) {
      return;
    }
    isClosed = true;
    output.close();
    outputSize.close();
    av_parser_close(parser);
    avcodec_free_context(context);
  }
}
