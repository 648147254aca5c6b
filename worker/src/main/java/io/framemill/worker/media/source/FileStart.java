package io.framemill.worker.media.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The first bytes of a file, which identify its type. */
final class FileStart {
  private static final int LENGTH = 1024;

  /** Magic numbers of file types, in hexadecimal. */
  private static final Map<String, String> KINDS =
      Map.ofEntries(
          Map.entry("89504e470d0a1a0a", "a still picture (PNG)"),
          Map.entry("ffd8ff", "a still picture (JPEG)"),
          Map.entry("424d", "a still picture (BMP)"),
          Map.entry("49492a00", "a still picture (TIFF)"),
          Map.entry("4d4d002a", "a still picture (TIFF)"),
          Map.entry("504b0304", "a ZIP archive or an office document"),
          Map.entry("377abcaf271c", "a 7-Zip archive"),
          Map.entry("526172211a07", "a RAR archive"),
          Map.entry("1f8b", "a gzip archive"),
          Map.entry("255044462d", "a PDF document"),
          Map.entry("7f454c46", "a program"),
          Map.entry("4d5a", "a program"));

  /** Box types with which an MP4 or QuickTime file starts. */
  private static final Set<String> FIRST_BOXES =
      Set.of("ftyp", "moov", "mdat", "free", "skip", "wide", "styp", "moof", "sidx", "pnot");

  private static final Set<String> STARTS_OF_PLAYLISTS =
      Set.of("#extm3u", "<mpd", "ffconcat ", "[playlist]", "<smil", "<asx");

  private final byte[] bytes;

  private FileStart(byte[] bytes) {
    this.bytes = bytes;
  }

  static FileStart read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return new FileStart(in.readNBytes(LENGTH));
    }
  }

  boolean isMp4() {
    return bytes.length >= 8
        && FIRST_BOXES.contains(new String(bytes, 4, 4, StandardCharsets.ISO_8859_1));
  }

  /** Common name of the file type with its article; empty if it is unknown. */
  Optional<String> kind() {
    for (Map.Entry<String, String> kind : KINDS.entrySet()) {
      if (hexadecimal().startsWith(kind.getKey())) {
        return Optional.of(kind.getValue());
      }
    }
    if (new String(bytes, StandardCharsets.ISO_8859_1).matches("(?s)RIFF....WEBP.*")) {
      return Optional.of("a picture (WebP)");
    }
    return text().map(FileStart::kindOfText);
  }

  private static String kindOfText(String text) {
    String start = withoutMark(text).strip().toLowerCase(Locale.ROOT);
    if (STARTS_OF_PLAYLISTS.stream().anyMatch(start::startsWith) || start.contains("<mpd ")) {
      return "a playlist, which only names other files";
    }
    return start.startsWith("<!doctype html") || start.startsWith("<html") ? "a web page" : "text";
  }

  private static String withoutMark(String text) {
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  private String hexadecimal() {
    StringBuilder digits = new StringBuilder();
    for (int i = 0; i < Math.min(bytes.length, 8); i++) {
      digits.append(String.format(Locale.ROOT, "%02x", bytes[i]));
    }
    return digits.toString();
  }

  /** The start as text; empty if it is not text. */
  private Optional<String> text() {
    int length = bytes.length;
    // A character may be cut off at the end.
    while (length > 0 && length > bytes.length - 3 && bytes[length - 1] < 0) {
      length--;
    }
    try {
      String text =
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, length)).toString();
      boolean printable = text.chars().allMatch(c -> c >= ' ' || "\t\r\n\f".indexOf(c) >= 0);
      return printable ? Optional.of(text) : Optional.empty();
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }
}
