package io.framemill.worker.media.sound;

import static org.assertj.core.api.Assertions.assertThat;

import io.framemill.protocol.TaskResult;
import io.framemill.protocol.media.Rational;
import io.framemill.protocol.rendition.AudioCodec;
import io.framemill.worker.media.libav.NativePacket;
import io.framemill.worker.media.source.Demuxer;
import io.framemill.worker.testmedia.DecodedSound;
import io.framemill.worker.testmedia.SoundWave;
import io.framemill.worker.testmedia.TaskRun;
import io.framemill.worker.testmedia.TestClip;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DamagedSoundIT {
  private static final int RATE = 48_000;

  @TempDir private Path directory;

  private record Place(int start, int end) {}

  private static List<Place> packets(Path source) {
    List<Place> places = new ArrayList<>();
    try (Demuxer demuxer = Demuxer.open(source);
        NativePacket packet = NativePacket.allocate()) {
      while (demuxer.read(packet)) {
        int start = (int) packet.get().pos();
        places.add(new Place(start, start + packet.get().size()));
      }
    }
    return places;
  }

  private TaskResult.AudioEncoded encode(Path source) {
    return new TaskRun(source, directory.resolve("out"))
        .encodeAudio(null, TaskRun.rendition("sound", AudioCodec.AAC, RATE, 2));
  }

  private Path clip() {
    return TestClip.at(directory.resolve("a.mp4"))
        .noPicture()
        .wave(SoundWave.CLICKS)
        .sound(4000)
        .write();
  }

  @Test
  void encodeAudio_packetsThatCannotBeDecoded_areCountedAndFilledWithSilence() throws IOException {
    Path source = clip();
    byte[] bytes = Files.readAllBytes(source);
    for (Place packet : packets(source).subList(50, 53)) {
      Arrays.fill(bytes, packet.start(), packet.end(), (byte) 0x55);
    }
    Files.write(source, bytes);

    TaskResult.AudioEncoded result = encode(source);

    assertThat(result.sound().damagedPackets()).isEqualTo(3);
    assertThat(result.sound().decodedMillis()).isBetween(3_900L, 3_960L);
    List<Integer> clicks = DecodedSound.ofSegments(directory.resolve("out/audio/sound")).clicks();
    assertThat(clicks).hasSize(8);
    assertThat(clicks.get(7)).isCloseTo(12_000 + 7 * 24_000, Offset.offset(48));
  }

  @Test
  void encodeAudio_wholeSource_hasNoDamage() {
    assertThat(encode(clip()).sound().damagedPackets()).isZero();
  }

  @Test
  void encodeAudio_soundBeforeThePicture_isCutAndCounted() {
    Path source =
        TestClip.at(directory.resolve("a.mkv"))
            .times(new Rational(1, 24), n -> n + 24)
            .sound(3000)
            .write();

    TaskResult.AudioEncoded result = encode(source);

    assertThat(result.sound().cutBeforeMillis()).isBetween(990L, 1_030L);
    assertThat(result.sound().decodedMillis()).isBetween(2_950L, 3_030L);
  }
}
