package io.framemill.cli.e2e;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * What {@code init.mp4} says of its one track.
 *
 * @param timescale ticks per second
 * @param codecs how the RFC 6381 codec string begins, in lower case: all of it for AVC and AAC
 * @param widthPixels 0 for sound
 * @param heightPixels 0 for sound
 * @param defaults what samples are that do not say otherwise
 */
record InitSegment(
    long timescale, String codecs, int widthPixels, int heightPixels, SampleDefaults defaults) {
  private static final int VISUAL_ENTRY_FIELDS = 78;
  private static final int AUDIO_ENTRY_FIELDS = 28;

  /** Duration in ticks, size in bytes and flags of a sample (ISO/IEC 14496-12, 8.8.3). */
  record SampleDefaults(int duration, int size, int flags) {}

  static InitSegment read(Path file) throws IOException {
    List<Mp4Box> boxes = Mp4Box.readAll(ByteBuffer.wrap(Files.readAllBytes(file)));
    Mp4Box header = Mp4Box.find(boxes, "moov", "trak", "mdia", "mdhd");
    long timescale =
        Integer.toUnsignedLong(header.payload().getInt(header.version() == 1 ? 20 : 12));
    ByteBuffer trex = Mp4Box.find(boxes, "moov", "mvex", "trex").payload();
    SampleDefaults defaults = new SampleDefaults(trex.getInt(12), trex.getInt(16), trex.getInt(20));
    Mp4Box entry =
        Mp4Box.find(boxes, "moov", "trak", "mdia", "minf", "stbl", "stsd").children(8).get(0);
    return switch (entry.type()) {
      case "avc1", "hvc1", "av01", "vp09" ->
          new InitSegment(
              timescale,
              videoCodec(entry.type(), entry.children(VISUAL_ENTRY_FIELDS)),
              entry.payload().getShort(24),
              entry.payload().getShort(26),
              defaults);
      case "mp4a" ->
          new InitSegment(
              timescale,
              aacCodec(Mp4Box.find(entry.children(AUDIO_ENTRY_FIELDS), "esds").payload()),
              0,
              0,
              defaults);
      case "Opus" -> new InitSegment(timescale, "opus", 0, 0, defaults);
      default -> throw new AssertionError("unknown sample entry " + entry.type());
    };
  }

  /** What decoders need to know at least; colours may follow in a promise. */
  private static String videoCodec(String type, List<Mp4Box> boxes) {
    return switch (type) {
      case "avc1" -> avcCodec(Mp4Box.find(boxes, "avcC").payload());
      case "hvc1" -> hevcCodec(Mp4Box.find(boxes, "hvcC").payload());
      case "av01" -> av1Codec(Mp4Box.find(boxes, "av1C").payload());
      default -> vp9Codec(Mp4Box.find(boxes, "vpcC").payload());
    };
  }

  /** ISO/IEC 14496-15, 8.3.3.1.2, of 8-bit 4:2:0 at the main tier. */
  private static String hevcCodec(ByteBuffer configuration) {
    return String.format(Locale.ROOT, "hvc1.%d.6.l%d", configuration.get(1), configuration.get(12));
  }

  /** AV1 Codec ISO Media File Format Binding, 2.3, likewise. */
  private static String av1Codec(ByteBuffer configuration) {
    return String.format(
        Locale.ROOT, "av01.%d.%02dm.08", configuration.get(1) >> 5, configuration.get(1) & 0x1F);
  }

  /** VP Codec ISO Media File Format Binding, likewise. */
  private static String vp9Codec(ByteBuffer configuration) {
    return String.format(
        Locale.ROOT, "vp09.%02d.%02d.08", configuration.get(4), configuration.get(5));
  }

  private static String avcCodec(ByteBuffer configuration) {
    return String.format(
        Locale.ROOT,
        "avc1.%02x%02x%02x",
        configuration.get(1),
        configuration.get(2),
        configuration.get(3));
  }

  /** ISO/IEC 14496-1, 7.2.6: ES, decoder configuration and decoder specific descriptors. */
  private static String aacCodec(ByteBuffer esds) {
    ByteBuffer bytes = esds.duplicate().position(4);
    enter(bytes, 3);
    bytes.position(bytes.position() + 3);
    enter(bytes, 4);
    int objectType = bytes.get();
    bytes.position(bytes.position() + 12);
    enter(bytes, 5);
    return String.format(Locale.ROOT, "mp4a.%02x.%d", objectType, (bytes.get() & 0xFF) >> 3);
  }

  private static void enter(ByteBuffer bytes, int expectedTag) {
    int tag = bytes.get();
    if (tag != expectedTag) {
      throw new AssertionError("descriptor " + tag + " instead of " + expectedTag);
    }
    while ((bytes.get() & 0x80) != 0) {
      // One more byte of the length.
    }
  }
}
