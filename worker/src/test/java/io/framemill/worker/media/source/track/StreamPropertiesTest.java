package io.framemill.worker.media.source.track;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_FRAME_CROPPING;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_side_data_new;
import static org.bytedeco.ffmpeg.global.avformat.AV_DISPOSITION_COMMENT;
import static org.bytedeco.ffmpeg.global.avformat.AV_DISPOSITION_DEFAULT;
import static org.bytedeco.ffmpeg.global.avformat.AV_DISPOSITION_DESCRIPTIONS;
import static org.bytedeco.ffmpeg.global.avformat.AV_DISPOSITION_HEARING_IMPAIRED;
import static org.bytedeco.ffmpeg.global.avformat.AV_DISPOSITION_ORIGINAL;
import static org.bytedeco.ffmpeg.global.avformat.AV_DISPOSITION_VISUAL_IMPAIRED;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_free_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_new_stream;

import io.framemill.protocol.media.Crop;
import io.framemill.protocol.media.TrackRole;
import io.framemill.worker.media.libav.Libav;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacketSideData;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.javacpp.IntPointer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StreamPropertiesTest {
  private AVFormatContext container;
  private AVStream stream;

  @BeforeEach
  void open() {
    Libav.load();
    container = avformat_alloc_context();
    stream = avformat_new_stream(container, null);
  }

  @AfterEach
  void close() {
    avformat_free_context(container);
  }

  @Test
  void roles_ofDispositions_areKnown() {
    stream.disposition(AV_DISPOSITION_DEFAULT);
    assertThat(StreamProperties.roles(stream)).isEmpty();
    stream.disposition(AV_DISPOSITION_VISUAL_IMPAIRED | AV_DISPOSITION_DESCRIPTIONS);
    assertThat(StreamProperties.roles(stream)).containsExactly(TrackRole.AUDIO_DESCRIPTION);
    stream.disposition(
        AV_DISPOSITION_HEARING_IMPAIRED | AV_DISPOSITION_ORIGINAL | AV_DISPOSITION_COMMENT);
    assertThat(StreamProperties.roles(stream))
        .containsExactly(TrackRole.ORIGINAL, TrackRole.COMMENTARY, TrackRole.HEARING_IMPAIRED);
  }

  @Test
  void crop_ofSideData_hasAllSides() {
    assertThat(StreamProperties.crop(stream)).isEqualTo(Crop.NONE);
    addCrop(20, 21, 40, 41);
    assertThat(StreamProperties.crop(stream)).isEqualTo(new Crop(40, 20, 41, 21));
  }

  private void addCrop(int... topBottomLeftRight) {
    AVCodecParameters parameters = stream.codecpar();
    AVPacketSideData list = new AVPacketSideData(null);
    IntPointer count = new IntPointer(1).put(0);
    AVPacketSideData crop =
        av_packet_side_data_new(list, count, AV_PKT_DATA_FRAME_CROPPING, 4L * Integer.BYTES, 0);
    new IntPointer(crop.data()).put(topBottomLeftRight);
    parameters.coded_side_data(list).nb_coded_side_data(count.get());
  }
}
