package io.framemill.worker.testmedia;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_FRAME_DURATION;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_GLOBAL_HEADER;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_FLT;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_FLTP;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_default;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_make_writable;
import static org.bytedeco.ffmpeg.global.avutil.av_get_pix_fmt;

import io.framemill.protocol.media.Rational;
import io.framemill.worker.media.color.PictureColor;
import io.framemill.worker.media.libav.AvRational;
import io.framemill.worker.media.libav.Encoder;
import io.framemill.worker.media.libav.FfmpegException;
import io.framemill.worker.media.libav.NativeFrame;
import io.framemill.worker.media.libav.NativeOptions;
import java.util.Set;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.FloatPointer;

/** Makes the frames of one stream of a {@link TestClip} and encodes them. */
public abstract class ClipSource implements AutoCloseable {
  public static final double TONE_HZ = 440;

  /** Encoders that take each channel on its own. */
  private static final Set<String> PLANAR_SOUND =
      Set.of("aac", "ac3", "vorbis", "wmav2", "libmp3lame");

  private final Encoder encoder;
  private final NativeFrame frame;
  private boolean ended;

  private ClipSource(Encoder encoder, NativeFrame frame) {
    this.encoder = encoder;
    this.frame = frame;
    FfmpegException.check("av_frame_get_buffer", av_frame_get_buffer(frame.get(), 0));
  }

  Encoder encoder() {
    return encoder;
  }

  boolean ended() {
    return ended;
  }

  /** Time of the next frame, for interleaving. */
  abstract double seconds();

  /** Fills the next frame; false if there is none. */
  abstract boolean fill(AVFrame next);

  /** Gives the encoder the next frame, or the end. */
  void step() {
    FfmpegException.check("av_frame_make_writable", av_frame_make_writable(frame.get()));
    ended = !fill(frame.get());
    encoder.send(ended ? null : frame);
  }

  @Override
  public void close() {
    frame.close();
    encoder.close();
  }

  static ClipSource pictures(TestClip clip) {
    NativeFrame frame = NativeFrame.allocate();
    frame.get().width(clip.width).height(clip.height).format(av_get_pix_fmt(clip.pixelFormat));
    return new Pictures(clip, pictureEncoder(clip), frame);
  }

  static ClipSource sound(TestClip clip) {
    Encoder encoder = soundEncoder(clip);
    NativeFrame frame = NativeFrame.allocate();
    AVFrame sound = frame.get();
    sound.nb_samples(blockOf(encoder)).format(encoder.get().sample_fmt());
    sound.sample_rate(clip.soundRateHz);
    av_channel_layout_default(sound.ch_layout(), clip.soundChannels);
    return new Sound(clip, encoder, frame);
  }

  /** PCM takes any. */
  private static int blockOf(Encoder encoder) {
    return encoder.get().frame_size() == 0 ? 1024 : encoder.get().frame_size();
  }

  private static Encoder pictureEncoder(TestClip clip) {
    try (NativeOptions options = new NativeOptions()) {
      clip.videoOptions.forEach(options::set);
      return Encoder.open(
          clip.videoCodec,
          context -> {
            context.width(clip.width).height(clip.height);
            context.pix_fmt(av_get_pix_fmt(clip.pixelFormat));
            context.sample_aspect_ratio(AvRational.toNative(clip.pixelShape));
            if (clip.color != null) {
              setColor(context, PictureColor.of(clip.color));
            }
            context.time_base(AvRational.toNative(clip.timeBase));
            context.framerate(AvRational.toNative(clip.frameRate));
            context.gop_size(clip.gopFrames).bit_rate(2_000_000);
            context.flags(context.flags() | AV_CODEC_FLAG_FRAME_DURATION);
            if (clip.headersInStream) {
              context.flags(context.flags() & ~AV_CODEC_FLAG_GLOBAL_HEADER);
            }
          },
          options);
    }
  }

  private static void setColor(AVCodecContext context, PictureColor color) {
    context.color_range(color.range()).color_primaries(color.primaries());
    context.color_trc(color.transfer()).colorspace(color.matrix());
  }

  private static Encoder soundEncoder(TestClip clip) {
    try (NativeOptions options = new NativeOptions()) {
      clip.soundOptions.forEach(options::set);
      return Encoder.open(
          clip.soundCodec,
          context -> {
            boolean planar = PLANAR_SOUND.contains(clip.soundCodec);
            context.sample_fmt(planar ? AV_SAMPLE_FMT_FLTP : AV_SAMPLE_FMT_FLT);
            context.sample_rate(clip.soundRateHz);
            av_channel_layout_default(context.ch_layout(), clip.soundChannels);
            context.time_base(AvRational.toNative(new Rational(1, clip.soundRateHz)));
            context.bit_rate(48_000L * Math.max(2, clip.soundChannels));
          },
          options);
    }
  }

  private static final class Pictures extends ClipSource {
    private final TestClip clip;
    private int number;

    Pictures(TestClip clip, Encoder encoder, NativeFrame frame) {
      super(encoder, frame);
      this.clip = clip;
    }

    @Override
    double seconds() {
      return clip.ptsOfFrame.applyAsLong(number) * clip.timeBase.toDouble();
    }

    @Override
    boolean fill(AVFrame next) {
      if (number == clip.frames) {
        return false;
      }
      clip.painter.accept(next, number);
      next.pts(clip.ptsOfFrame.applyAsLong(number));
      next.duration(clip.ptsOfFrame.applyAsLong(number + 1) - next.pts());
      number++;
      return true;
    }
  }

  private static final class Sound extends ClipSource {
    private final TestClip clip;
    private final long offset;
    private final long samples;
    private long position;

    Sound(TestClip clip, Encoder encoder, NativeFrame frame) {
      super(encoder, frame);
      this.clip = clip;
      this.offset = (long) clip.soundStartMillis * clip.soundRateHz / 1000;
      this.samples = (long) clip.soundMillis * clip.soundRateHz / 1000;
    }

    @Override
    double seconds() {
      return (double) (offset + position) / clip.soundRateHz;
    }

    @Override
    boolean fill(AVFrame next) {
      if (position >= samples) {
        return false;
      }
      int count = (int) Math.min(blockOf(encoder()), samples - position);
      boolean planar = next.format() == AV_SAMPLE_FMT_FLTP;
      float[] all = new float[count * clip.soundChannels];
      for (int channel = 0; channel < clip.soundChannels; channel++) {
        float[] one = new float[count];
        for (int i = 0; i < count; i++) {
          one[i] = heard(position + i, channel);
          all[i * clip.soundChannels + channel] = one[i];
        }
        if (planar) {
          new FloatPointer(next.data(channel)).put(one);
        }
      }
      if (!planar) {
        new FloatPointer(next.data(0)).put(all);
      }
      next.nb_samples(count).pts(clip.soundTimes.applyAsLong(offset + position));
      position += count;
      return true;
    }

    private float heard(long sample, int channel) {
      // The tone of old begins with its own first sample.
      long time =
          clip.wave == SoundWave.TONE ? sample : clip.soundTimes.applyAsLong(offset + sample);
      return (float) clip.wave.at((double) time / clip.soundRateHz, channel);
    }
  }
}
