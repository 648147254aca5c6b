package io.framemill.protocol.text;

import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Makes JSON escape all unprintable characters, not only those that RFC 8259 requires: JSON is also
 * read on terminals, and line by line.
 */
public final class PrintableJson extends CharacterEscapes {
  private static final long serialVersionUID = 1;
  private static final int DEL = 0x7f;

  @Override
  public int[] getEscapeCodesForAscii() {
    int[] codes = standardAsciiEscapesForJSON();
    codes[DEL] = ESCAPE_STANDARD;
    return codes;
  }

  /** Surrogates arrive one at a time: whether one is paired cannot be known here. */
  @Override
  public @Nullable SerializableString getEscapeSequence(int letter) {
    return PrintableText.isPrintable(letter) || Character.isSurrogate((char) letter)
        ? null
        : new SerializedString(String.format(Locale.ROOT, "\\u%04x", letter));
  }
}
