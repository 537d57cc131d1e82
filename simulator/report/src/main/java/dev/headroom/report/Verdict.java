package dev.headroom.report;

/** How something was judged, as a word and a sign beside the colour. */
enum Verdict {
  PASS("pass", "✓ Pass"),
  FAIL("fail", "✗ Fail"),
  INCONCLUSIVE("inconclusive", "? Inconclusive"),
  NONE("none", "– Not judged");

  private final String key;
  private final String word;

  Verdict(String key, String word) {
    this.key = key;
    this.word = word;
  }

  /** The verdict of that name; {@link #NONE} for anything that a result should not hold. */
  static Verdict of(String key) {
    for (Verdict verdict : values()) {
      if (verdict.key.equals(key)) {
        return verdict;
      }
    }
    return NONE;
  }

  /** The name in a result and in the style sheet. */
  String key() {
    return key;
  }

  String word() {
    return word;
  }
}
