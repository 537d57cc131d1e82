package dev.headroom.config;

/** Text from outside, made fit for a message of one line. */
public final class OneLine {
  private static final int LONGEST = 80;

  private OneLine() {}

  /** The text without control characters, cut at 80 characters. */
  public static String of(String text) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < text.length() && out.length() < LONGEST; i++) {
      char c = text.charAt(i);
      boolean unfit = Character.isISOControl(c) || c == '\u2028' || c == '\u2029';
      out.append(unfit ? ' ' : c);
    }
    return text.length() > LONGEST ? out + "..." : out.toString();
  }
}
