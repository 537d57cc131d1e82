package dev.headroom.report;

/** Text from files made safe: for HTML, and against characters that rearrange what is around. */
final class Escape {
  private Escape() {}

  /** Makes control characters and bidirectional overrides visible as {@code [U+202E]}. */
  static String visible(String text) {
    StringBuilder out = null;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean bad = c < 0x20 && c != '\n' && c != '\t'
          || c >= 0x7f && c < 0xa0
          || c == 0x200e
          || c == 0x200f
          || c == 0x061c
          || c >= 0x202a && c <= 0x202e
          || c >= 0x2066 && c <= 0x2069
          || c == 0xfeff
          || c >= 0xfffe
          || lone(text, i);
      if (bad && out == null) {
        out = new StringBuilder(text.length() + 16).append(text, 0, i);
      }
      if (bad) {
        out.append(String.format("[U+%04X]", (int) c));
      } else if (out != null) {
        out.append(c);
      }
    }
    return out == null ? text : out.toString();
  }

  /** For HTML text and quoted attributes. */
  static String html(String text) {
    String safe = visible(text);
    StringBuilder out = new StringBuilder(safe.length() + 16);
    for (int i = 0; i < safe.length(); i++) {
      char c = safe.charAt(i);
      switch (c) {
        case '&' -> out.append("&amp;");
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '"' -> out.append("&quot;");
        case '\'' -> out.append("&#39;");
        default -> out.append(c);
      }
    }
    return out.toString();
  }

  /** For a line of Markdown: it stays one line, and nothing in it is markup. */
  static String markdown(String text) {
    return visible(text).replaceAll("\\s+", " ").replaceAll("([\\\\`*_\\[\\]<>|#&~])", "\\\\$1");
  }

  /** At most {@code limit} characters, the last one an ellipsis if some were left out. */
  static String shorten(String text, int limit) {
    if (text.length() <= limit) {
      return text;
    }
    int end = limit - 1;
    if (Character.isHighSurrogate(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(0, end) + "…";
  }

  private static boolean lone(String text, int i) {
    char c = text.charAt(i);
    if (Character.isHighSurrogate(c)) {
      return i + 1 >= text.length() || !Character.isLowSurrogate(text.charAt(i + 1));
    }
    return Character.isLowSurrogate(c)
        && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
  }
}
