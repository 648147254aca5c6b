package io.framemill.worker.testmedia;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A track of text for a {@link TestClip}, as packets of its container.
 *
 * @param codec libavcodec's name
 * @param language ISO 639-2 code
 * @param title the track's title
 * @param disposition libavformat's flags
 * @param header the codec's header
 * @param packets in the order of time
 */
public record ClipText(
    String codec,
    String language,
    String title,
    int disposition,
    byte[] header,
    List<Packet> packets) {
  private static final String ASS_HEADER =
      """
      [Script Info]
      ScriptType: v4.00+
      [V4+ Styles]
      Format: Name, Fontname, Fontsize, PrimaryColour, Bold, Italic, Underline, Alignment
      Style: Default,Arial,16,&Hffffff,0,0,0,2
      [Events]
      Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
      """;

  /** A text as it travels. */
  record Packet(long startMillis, long durationMillis, byte[] data) {}

  /** A track without a text yet. */
  private static ClipText track(String codec, byte[] header) {
    return new ClipText(codec, "und", "", 0, header, List.of());
  }

  /** SubRip, for Matroska. */
  public static ClipText srt() {
    return track("subrip", new byte[0]);
  }

  /** WebVTT, for Matroska. */
  public static ClipText webVtt() {
    return track("webvtt", new byte[0]);
  }

  /** Advanced SubStation Alpha, for Matroska. */
  public static ClipText ass() {
    return track("ass", ASS_HEADER.getBytes(UTF_8));
  }

  /** 3GPP timed text, for MP4 (3GPP TS 26.245, 5.16). */
  public static ClipText movText() {
    ByteBuffer header = ByteBuffer.allocate(48);
    header.putInt(0).put((byte) 1).put((byte) -1).putInt(0).putLong(0);
    header.putShort((short) 0).putShort((short) 0).putShort((short) 1).put((byte) 0);
    header.put((byte) 18).putInt(-1);
    header.putInt(18).put("ftab".getBytes(ISO_8859_1)).putShort((short) 1).putShort((short) 1);
    header.put((byte) 5).put("Serif".getBytes(ISO_8859_1));
    return track("mov_text", header.array());
  }

  /** A codec, whose packets hold whatever they hold. */
  public static ClipText of(String codec) {
    return track(codec, new byte[0]);
  }

  public ClipText language(String code) {
    return new ClipText(codec, code, title, disposition, header, packets);
  }

  public ClipText title(String words) {
    return new ClipText(codec, language, words, disposition, header, packets);
  }

  /** libavformat's flags: 1 is default, 64 is forced. */
  public ClipText disposition(int flags) {
    return new ClipText(codec, language, title, flags, header, packets);
  }

  /** Adds a text, in the codec's own language. */
  public ClipText show(long startMillis, long durationMillis, String text) {
    return showBytes(
        startMillis,
        durationMillis,
        switch (codec) {
          case "ass" -> (packets.size() + ",0,Default,,0,0,0,," + text).getBytes(UTF_8);
          case "mov_text" -> sample(text);
          default -> text.getBytes(UTF_8);
        });
  }

  /** Adds a text that is not in UTF-8, and so damaged. */
  public ClipText showLatin1(long startMillis, long durationMillis, String text) {
    return showBytes(startMillis, durationMillis, text.getBytes(ISO_8859_1));
  }

  /** Adds a packet. */
  public ClipText showBytes(long startMillis, long durationMillis, byte[] data) {
    List<Packet> more = new ArrayList<>(packets);
    more.add(new Packet(startMillis, durationMillis, data));
    return new ClipText(codec, language, title, disposition, header, more);
  }

  private static byte[] sample(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    return ByteBuffer.allocate(bytes.length + 2).putShort((short) bytes.length).put(bytes).array();
  }
}
