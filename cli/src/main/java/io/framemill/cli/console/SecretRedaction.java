package io.framemill.cli.console;

import java.util.regex.Pattern;

/**
 * Takes passwords out of what is shown: the last fence behind code that does not put them there,
 * for messages that come from libraries.
 */
final class SecretRedaction {
  /** The password of an address, up to the last @ of the word: it may have one in it. */
  private static final Pattern IN_ADDRESS = Pattern.compile("(\\w+://[^\\s/@:\"]*):[^\\s\"]*@");

  private static final Pattern PARAMETER =
      Pattern.compile("(?i)(\\b(?:password|passwd|token)=)[^&;\\s\"']+");

  private static final Pattern BEARER = Pattern.compile("(?i)(\\bbearer )[A-Za-z0-9._~+/-]+=*");

  private SecretRedaction() {}

  /** The text with stars in place of passwords and tokens. */
  static String of(String text) {
    String line = IN_ADDRESS.matcher(text).replaceAll("$1:***@");
    line = PARAMETER.matcher(line).replaceAll("$1***");
    return BEARER.matcher(line).replaceAll("$1***");
  }
}
