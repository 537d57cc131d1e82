package dev.headroom.properties;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes a failing scenario small: takes out blocks, keys and items, and makes numbers smaller and
 * rounder, as long as it still fails.
 */
public final class Shrinker {
  private static final Pattern NUMBER = Pattern.compile("\\d+");

  private final Predicate<Draft> fails;
  private int triesLeft;

  /**
   * A shrinker.
   *
   * @param fails whether a draft still shows the failure; false for one that is no scenario
   * @param tries most drafts that are tried
   */
  public Shrinker(Predicate<Draft> fails, int tries) {
    this.fails = fails;
    this.triesLeft = tries;
  }

  /** The smallest failing draft that was found. */
  public Draft shrink(Draft failing) {
    Draft best = failing;
    boolean better = true;
    while (better && triesLeft > 0) {
      Draft before = best;
      best = withoutParts(best);
      best = withSmallerNumbers(best);
      better = best != before;
    }
    return best;
  }

  private boolean stillFails(Draft draft) {
    return triesLeft-- > 0 && fails.test(draft);
  }

  private Draft withoutParts(Draft failing) {
    Draft best = failing;
    for (String path : failing.paths()) {
      if (best.get(path) != null) {
        Draft smaller = best.copy();
        smaller.remove(path);
        if (stillFails(smaller)) {
          best = smaller;
        }
      }
    }
    return best;
  }

  private Draft withSmallerNumbers(Draft failing) {
    Draft best = failing;
    for (String path : failing.paths()) {
      Draft at = best.get(path);
      if (at == null || at.text() == null) {
        continue;
      }
      for (String simpler : simpler(at.text())) {
        Draft smaller = best.copy();
        smaller.put(path, Draft.text(simpler));
        if (stillFails(smaller)) {
          best = smaller;
          break;
        }
      }
    }
    return best;
  }

  /** Texts with one number in it smaller or rounder, the simplest first. */
  static List<String> simpler(String text) {
    List<String> simpler = new ArrayList<>();
    Matcher number = NUMBER.matcher(text);
    while (number.find() && number.group().length() < 10) {
      long value = Long.parseLong(number.group());
      List<Long> values = new ArrayList<>(List.of(1L, value / 10, value / 2, value - 1));
      for (long unit = 1000; unit >= 10; unit /= 10) {
        values.add(value - value % unit);
      }
      for (long candidate : values) {
        if (candidate > 0 && candidate < value) {
          simpler.add(text.substring(0, number.start()) + candidate + text.substring(number.end()));
        }
      }
    }
    return simpler;
  }
}
