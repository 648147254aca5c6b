package io.framemill.cli.console;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a size: bytes, or with K, M, G or T for powers of 1024. */
public final class ByteSize implements ITypeConverter<Long> {
  private static final Pattern SIZE = Pattern.compile("([1-9][0-9]{0,17})([KMGT]?)");
  private static final int BITS_PER_UNIT = 10;

  @Override
  public Long convert(String value) {
    Matcher size = SIZE.matcher(value);
    if (size.matches()) {
      long number = Long.parseLong(size.group(1));
      int shift = size.group(2).isEmpty() ? 0 : (1 + "KMGT".indexOf(size.group(2))) * BITS_PER_UNIT;
      if (number <= Long.MAX_VALUE >> shift) {
        return number << shift;
      }
    }
    throw new TypeConversionException("not a size like 500M or 100G: " + value);
  }
}
