package dev.headroom.config;

import java.util.Collection;
import java.util.Locale;

/** The known word that a misspelt one probably meant. */
public final class Suggestions {
  private static final int LONGEST = 64;

  private Suggestions() {}

  /** The nearest known word, or null when none is near (a third of the letters may differ). */
  public static String closest(String word, Collection<String> known) {
    if (word.length() < 2 || word.length() > LONGEST) {
      return null;
    }
    String best = null;
    int bestDistance = Math.max(1, word.length() / 3) + 1;
    for (String candidate : known) {
      int distance = distance(word.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT));
      if (distance < bestDistance) {
        best = candidate;
        bestDistance = distance;
      }
    }
    return best;
  }

  /** {@code did you mean 'x'? } with the space behind it, or nothing. */
  public static String hint(String word, Collection<String> known) {
    String best = closest(word, known);
    return best == null ? "" : "did you mean '" + best + "'? ";
  }

  /** {@code ; did you mean it by 'x'?} of a key that is missing, or nothing. */
  static String meantBy(String key, Collection<String> unasked) {
    String best = closest(key, unasked);
    return best == null ? "" : "; did you mean it by '" + OneLine.of(best) + "'?";
  }

  /** Levenshtein's distance where swapping two neighbours counts as one change. */
  static int distance(String a, String b) {
    int[] beforeLast = new int[b.length() + 1];
    int[] last = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      last[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] row = new int[b.length() + 1];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        row[j] = Math.min(last[j - 1] + change, Math.min(last[j], row[j - 1]) + 1);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
        }
      }
      beforeLast = last;
      last = row;
    }
    return last[b.length()];
  }
}
