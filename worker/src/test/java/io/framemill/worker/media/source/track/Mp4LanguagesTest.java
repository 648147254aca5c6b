package io.framemill.worker.media.source.track;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.framemill.protocol.media.MediaInfo.AudioStream;
import io.framemill.worker.testmedia.TaskRun;
import io.framemill.worker.testmedia.TestClip;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Boxes as ISO/IEC 14496-12 has them, written by hand: our muxer writes no {@code elng}. */
class Mp4LanguagesTest {
  @TempDir private Path directory;

  private static byte[] box(String type, byte[]... contents) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    for (byte[] content : contents) {
      joined.writeBytes(content);
    }
    return ByteBuffer.allocate(8 + joined.size())
        .putInt(8 + joined.size())
        .put(type.getBytes(ISO_8859_1))
        .put(joined.toByteArray())
        .array();
  }

  private static byte[] language(String tag) {
    return box("elng", new byte[4], (tag + "\0").getBytes(ISO_8859_1));
  }

  private static byte[] track(byte[]... inMedia) {
    return box("trak", box("tkhd", new byte[84]), box("mdia", inMedia));
  }

  private Path file(byte[]... boxes) throws IOException {
    Path file = directory.resolve("a.mp4");
    byte[] all = box("wrap", boxes);
    return Files.write(file, Arrays.copyOfRange(all, 8, all.length));
  }

  @Test
  void languagesIn_severalTracks_areThoseOfTheirStreams() throws IOException {
    Path file =
        file(
            box("ftyp", new byte[8]),
            box("mdat", new byte[1000]),
            box("moov", track(), track(language("pt-BR")), track(language("zh-Hans"))));

    assertThat(Mp4Languages.languagesIn(file)).isEqualTo(Map.of(1, "pt-BR", 2, "zh-Hans"));
  }

  @Test
  void languagesIn_boxThatIsLongerThanTheFile_areThoseReadUntilThen() throws IOException {
    byte[] cut = ByteBuffer.allocate(8).putInt(1 << 30).put("trak".getBytes(ISO_8859_1)).array();
    Path file = file(box("moov", track(language("pt-BR"))), cut);

    assertThat(Mp4Languages.languagesIn(file)).isEqualTo(Map.of(0, "pt-BR"));
  }

  @Test
  void inspect_languageWithRegion_keepsIt() throws IOException {
    Path file = directory.resolve("clip.mp4");
    TestClip.at(file).size(64, 36).frames(12).sound(500).soundLanguages("por", "por").write();
    Files.write(file, withLanguage(Files.readAllBytes(file), "pt-BR"));

    assertThat(TaskRun.inspect(file).audio())
        .extracting(AudioStream::language)
        .containsExactly("por", "por-BR");
  }

  /** Puts a language behind the media header of the last track; the index stands at the end. */
  private static byte[] withLanguage(byte[] file, String tag) {
    String text = new String(file, ISO_8859_1);
    ByteBuffer bytes = ByteBuffer.wrap(file);
    byte[] added = language(tag);
    for (String parent : new String[] {"moov", "trak", "mdia"}) {
      int size = text.lastIndexOf(parent) - 4;
      bytes.putInt(size, bytes.getInt(size) + added.length);
    }
    int header = text.lastIndexOf("mdhd") - 4;
    int at = header + bytes.getInt(header);
    return ByteBuffer.allocate(file.length + added.length)
        .put(file, 0, at)
        .put(added)
        .put(file, at, file.length - at)
        .array();
  }
}
