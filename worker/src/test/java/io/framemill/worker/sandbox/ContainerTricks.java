package io.framemill.worker.sandbox;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.framemill.worker.sandbox.Trick.Traps;
import io.framemill.worker.testmedia.TestClip;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/** Real containers that refer to something outside, and playlists hidden in them. */
final class ContainerTricks {
  private static final String NOTHING_IN_IT = "has neither picture nor sound";
  private static final String UNREADABLE = "is not a media file that can be read";

  private ContainerTricks() {}

  static Stream<Trick> all() {
    return Stream.of(
        trick("AVI with a playlist as its subtitles (GAB2)", "a.avi", NOTHING_IN_IT, Gab2::avi),
        trick("MOV with its pictures elsewhere", "a.mov", NOTHING_IN_IT, ContainerTricks::alias)
            .thatBitesWith(Map.of("enable_drefs", "1", "use_absolute_path", "1")),
        trick("MOV with its pictures at a URL", "a.mov", Trick.PLAYS, ContainerTricks::dataUrl),
        trick("MOV that is a reference", "a.mov", NOTHING_IN_IT, ContainerTricks::reference),
        trick("MLV that goes on in a neighbour", "a.mlv", UNREADABLE, ContainerTricks::mlv)
            .thatBites(),
        trick("MKV with links and attachments", "a.mkv", Trick.PLAYS, ContainerTricks::linked),
        trick("AAC with a linked cover", "a.aac", Trick.PLAYS, ContainerTricks::linkedCover),
        trick("playlist behind an ID3 tag", "a.mp3", UNREADABLE, t -> behindTag(hls(t))),
        trick("script behind an ID3 tag", "a.mp4", UNREADABLE, t -> behindTag(script(t))),
        trick("playlist in gzip", "a.mp4", "is a gzip archive", t -> gzip(hls(t))),
        trick("playlist in a ZIP", "a.mp4", "is a ZIP archive", t -> zip(hls(t))),
        trick("playlist behind zeros", "a.mp4", UNREADABLE, t -> join(new byte[64], hls(t))),
        trick("playlist behind a byte order mark", "a.mp4", "is a playlist", t -> bom(hls(t))),
        trick("Flash that loads another", "a.swf", UNREADABLE, ContainerTricks::flash),
        trick("windows shortcut", "a.lnk", UNREADABLE, ContainerTricks::shortcut));
  }

  private static Trick trick(
      String title, String fileName, String answer, Function<Traps, byte[]> content) {
    return new Trick(title, fileName, content, answer, Map.of(), false);
  }

  private static byte[] hls(Traps traps) {
    String text =
        "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\n" + traps.file() + "\n#EXT-X-ENDLIST\n";
    return text.getBytes(UTF_8);
  }

  private static byte[] script(Traps traps) {
    return ("ffconcat version 1.0\nfile " + traps.file().getFileName() + "\n").getBytes(UTF_8);
  }

  /** A tag of ID3, 2.3, of 64 bytes. */
  private static byte[] behindTag(byte[] content) {
    byte[] tag = Arrays.copyOf(HexFormat.of().parseHex("49443303000000000040"), 10 + 64);
    return join(tag, content);
  }

  private static byte[] bom(byte[] content) {
    return join(HexFormat.of().parseHex("efbbbf"), content);
  }

  private static byte[] zip(byte[] content) {
    return join(HexFormat.of().parseHex("504b030414000000000000000000"), content);
  }

  private static byte[] gzip(byte[] content) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }

  private static byte[] shortcut(Traps traps) {
    byte[] start = HexFormat.of().parseHex("4c0000000114020000000000c000000000000046");
    return join(start, traps.file().toString().getBytes(UTF_8));
  }

  /** {@code ActionGetURL} in the only frame of an SWF file, version 5. */
  private static byte[] flash(Traps traps) {
    byte[] url = ("file://" + traps.file() + "\0_level0\0").getBytes(UTF_8);
    ByteBuffer file = ByteBuffer.allocate(64 + url.length).order(ByteOrder.LITTLE_ENDIAN);
    file.put("FWS\5".getBytes(ISO_8859_1)).putInt(file.capacity());
    file.put(HexFormat.of().parseHex("300a00a0000c01")).putShort((short) 1);
    file.putShort((short) (12 << 6 | 0x3f)).putInt(url.length + 4);
    file.put((byte) 0x83).putShort((short) url.length).put(url);
    return file.array();
  }

  /** A header that says so of H.264, without a frame; libavformat looks for more in neighbours. */
  private static byte[] mlv(Traps traps) {
    ByteBuffer file = ByteBuffer.allocate(52).order(ByteOrder.LITTLE_ENDIAN);
    file.put("MLVI".getBytes(ISO_8859_1)).putInt(52).put("v2.0\0\0\0\0".getBytes(ISO_8859_1));
    file.putLong(1).putLong(0).putShort((short) 5).putShort((short) 0);
    file.putInt(1).putInt(0).putInt(24).putInt(1);
    try {
      Files.createSymbolicLink(traps.file().resolveSibling("a.m00"), traps.file());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file.array();
  }

  private static byte[] alias(Traps traps) {
    return Mp4Patch.dataReference(clip(traps, "mov"), Mp4Patch.alias(traps.file()));
  }

  private static byte[] dataUrl(Traps traps) {
    byte[] url = ("http://" + traps.address() + "/a.mov\0").getBytes(UTF_8);
    return Mp4Patch.dataReference(clip(traps, "mov"), Mp4Patch.entry("url ", url));
  }

  /** QuickTime File Format, "reference movies". */
  private static byte[] reference(Traps traps) {
    byte[] url = ("file://" + traps.file() + "\0").getBytes(UTF_8);
    ByteBuffer body = ByteBuffer.allocate(12 + url.length);
    body.putInt(0).put("url ".getBytes(ISO_8859_1)).putInt(url.length).put(url);
    byte[] movies = Mp4Patch.box("rmda", Mp4Patch.box("rdrf", body.array()));
    return join(
        Mp4Patch.box("ftyp", "qt  \0\0\0\0".getBytes(ISO_8859_1)),
        Mp4Patch.box("moov", Mp4Patch.box("rmra", movies)));
  }

  /** RFC 9559: a segment of unknown size, with further elements at its end. */
  private static byte[] linked(Traps traps) {
    byte[] clip = clip(traps, "mkv");
    int segment = new String(clip, ISO_8859_1).indexOf("\u0018\u0053\u0080\u0067");
    Arrays.fill(clip, segment + 5, segment + 12, (byte) 0xff);
    clip[segment + 4] = 1;
    byte[] path = traps.file().toString().getBytes(UTF_8);
    byte[] info = element("1549a966", element("3e83bb", path));
    byte[] chapter = element("b6", join(element("73c4", new byte[] {1}), element("6e67", path)));
    byte[] font =
        element(
            "61a7",
            join(
                element("466e", path),
                element("4660", "font/ttf".getBytes(UTF_8)),
                element("465c", path),
                element("46ae", new byte[] {1})));
    return join(
        clip, info, element("1043a770", element("45b9", chapter)), element("1941a469", font));
  }

  /** RFC 9559: a file without media, but with so many tracks of sound. */
  static byte[] matroskaOfTracks(int count) {
    byte[] codec = element("86", "A_PCM/INT/LIT".getBytes(UTF_8));
    ByteArrayOutputStream tracks = new ByteArrayOutputStream();
    for (int i = 1; i <= count; i++) {
      byte[] number = {(byte) (i >> 8), (byte) i};
      byte[] type = {2};
      tracks.writeBytes(
          element(
              "ae",
              join(element("d7", number), element("73c5", number), element("83", type), codec)));
    }
    byte[] header = element("4282", "matroska".getBytes(UTF_8));
    byte[] cluster = element("1f43b675", element("e7", new byte[] {0}));
    byte[] body = join(element("1654ae6b", tracks.toByteArray()), cluster);
    return join(element("1a45dfa3", header), element("18538067", body));
  }

  private static byte[] element(String id, byte[] content) {
    ByteBuffer size = ByteBuffer.allocate(8).putLong(1L << 56 | content.length);
    return join(HexFormat.of().parseHex(id), size.array(), content);
  }

  /** ID3 2.3, 4.15: a picture of type {@code -->} is a URL. */
  private static byte[] linkedCover(Traps traps) {
    byte[] link = ("\0-->\0\3\0http://" + traps.address() + "/a.jpg").getBytes(UTF_8);
    ByteBuffer tag = ByteBuffer.allocate(20 + link.length);
    tag.put("ID3\3\0\0\0\0\0".getBytes(ISO_8859_1)).put((byte) (10 + link.length));
    tag.put("APIC".getBytes(ISO_8859_1)).putInt(link.length).putShort((short) 0).put(link);
    return join(tag.array(), read(sound(traps)));
  }

  private static TestClip sound(Traps traps) {
    return TestClip.at(traps.file().resolveSibling("plain.aac")).noPicture().sound(500);
  }

  private static byte[] clip(Traps traps, String container) {
    return read(
        TestClip.at(traps.file().resolveSibling("plain." + container)).size(64, 36).frames(12));
  }

  private static byte[] read(TestClip clip) {
    try {
      return Files.readAllBytes(clip.write());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] join(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  /** Neex's trick of 2017: libavformat reads the subtitles of an AVI as a file of their own. */
  private static final class Gab2 {
    private Gab2() {}

    static byte[] avi(Traps traps) {
      byte[] playlist = hls(traps);
      ByteBuffer gab2 = little(17 + playlist.length);
      gab2.put("GAB2\0".getBytes(ISO_8859_1)).putShort((short) 2).putInt(0);
      gab2.putShort((short) 4).putInt(playlist.length).put(playlist);
      ByteBuffer main = little(56).putInt(40_000).putInt(0).putInt(0).putInt(0).putInt(1);
      main.putInt(0).putInt(1).putInt(4096).putInt(64).putInt(36);
      ByteBuffer stream = little(56).put("txts".getBytes(ISO_8859_1));
      stream.position(20);
      stream.putInt(1).putInt(25).putInt(0).putInt(1);
      byte[] streams =
          list("strl", join(chunk("strh", stream.array()), chunk("strf", new byte[40])));
      byte[] header = list("hdrl", join(chunk("avih", main.array()), streams));
      byte[] body = list("movi", chunk("00tx", gab2.array()));
      return chunk("RIFF", join("AVI ".getBytes(ISO_8859_1), header, body));
    }

    private static byte[] list(String type, byte[] content) {
      return chunk("LIST", join(type.getBytes(ISO_8859_1), content));
    }

    private static byte[] chunk(String type, byte[] content) {
      byte[] padding = new byte[content.length % 2];
      byte[] size = little(4).putInt(content.length).array();
      return join(type.getBytes(ISO_8859_1), size, content, padding);
    }

    private static ByteBuffer little(int bytes) {
      return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
  }
}
