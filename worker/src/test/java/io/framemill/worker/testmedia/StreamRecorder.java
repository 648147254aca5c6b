package io.framemill.worker.testmedia;

import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_AUDIO;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_FLTP;

import io.framemill.worker.media.color.PictureColor;
import io.framemill.worker.media.libav.AvRational;
import io.framemill.worker.media.libav.NativeFrame;
import io.framemill.worker.media.libav.NativePacket;
import io.framemill.worker.media.source.Decoder;
import io.framemill.worker.media.source.track.StreamProperties;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.FloatPointer;

/** Decodes one stream and keeps all facts of it. */
final class StreamRecorder implements AutoCloseable {
  private final AVStream stream;
  private final Decoder decoder;
  private final NativeFrame frame = NativeFrame.allocate();
  private final List<Long> packetPts = new ArrayList<>();
  private final List<Long> packetDts = new ArrayList<>();
  private final List<Boolean> packetKeys = new ArrayList<>();
  private final List<Long> framePts = new ArrayList<>();
  private final List<Integer> frameNumbers = new ArrayList<>();
  private final List<DecodedStream.Corners> corners = new ArrayList<>();
  private final List<Long> frameHashes = new ArrayList<>();
  private final List<Double> combing = new ArrayList<>();
  private final List<WhiteBox> whiteBoxes = new ArrayList<>();
  private PictureColor color = new PictureColor(0, 0, 0, 0);
  private List<StripedPicture.Stripe> stripes = List.of();
  private final List<Float> samples = new ArrayList<>();

  StreamRecorder(AVStream stream) {
    this.stream = stream;
    this.decoder = Decoder.open(stream);
  }

  int mediaType() {
    return stream.codecpar().codec_type();
  }

  long errors() {
    return decoder.errors();
  }

  void add(NativePacket packet) {
    packetPts.add(packet.get().pts());
    packetDts.add(packet.get().dts());
    packetKeys.add(packet.isKeyFrame());
    decoder.send(packet);
    receiveAll();
  }

  void finish() {
    decoder.send(null);
    receiveAll();
  }

  private void receiveAll() {
    while (decoder.receive(frame)) {
      AVFrame decoded = frame.get();
      framePts.add(decoded.best_effort_timestamp());
      if (mediaType() == AVMEDIA_TYPE_VIDEO) {
        color = PictureColor.of(decoded);
        if (decoded.format() == AV_PIX_FMT_YUV420P) {
          stripes = StripedPicture.read(decoded);
          frameHashes.add(CounterPicture.hash(decoded));
          byte[] luma = luma(decoded);
          combing.add(Combing.share(luma, decoded.width()));
          whiteBoxes.add(WhiteBox.of(luma, decoded.width()));
        }
        frameNumbers.add(CounterPicture.read(decoded));
        corners.add(CounterPicture.corners(decoded));
      }
      if (mediaType() == AVMEDIA_TYPE_AUDIO && decoded.format() == AV_SAMPLE_FMT_FLTP) {
        float[] channel = new float[decoded.nb_samples()];
        new FloatPointer(decoded.data(0)).get(channel);
        for (float sample : channel) {
          samples.add(sample);
        }
      }
    }
  }

  private static byte[] luma(AVFrame frame) {
    byte[] luma = new byte[frame.width() * frame.height()];
    for (int y = 0; y < frame.height(); y++) {
      frame
          .data(0)
          .position((long) y * frame.linesize(0))
          .get(luma, y * frame.width(), frame.width());
    }
    frame.data(0).position(0);
    return luma;
  }

  DecodedStream result() {
    return new DecodedStream(
        StreamProperties.codecName(stream),
        stream.codecpar().width(),
        stream.codecpar().height(),
        AvRational.toRational(stream.codecpar().sample_aspect_ratio()),
        AvRational.toRational(stream.time_base()),
        packetPts,
        packetDts,
        packetKeys,
        framePts,
        frameNumbers,
        frameHashes,
        combing,
        whiteBoxes,
        color,
        stripes,
        corners,
        samples);
  }

  @Override
  public void close() {
    frame.close();
    decoder.close();
  }
}
