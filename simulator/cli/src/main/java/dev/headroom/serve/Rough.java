package dev.headroom.serve;

import dev.headroom.config.ConfigNode;
import dev.headroom.core.Decimals;
import dev.headroom.core.UserError;
import dev.headroom.scenario.Scenario;
import dev.headroom.scenario.ScenarioReader;
import dev.headroom.traffic.Thinning;
import java.util.regex.Pattern;

/**
 * A small model of a scenario: every k-th request, and one k-th of whatever limits them together.
 * What it gives, times k, is roughly the large one's answer, in one k-th of the time. Small systems
 * wait longer than large ones at the same load, so that it is never shown without its label.
 */
final class Rough {
  private static final Pattern SHARED = Pattern.compile(
      "(services\\[\\d+\\]\\.)?platform\\.(scale\\.(min|max|startBurst|startsPerSecond)"
          + "|reservedConcurrency|queue\\.limit)|accounts\\.[^.]+\\.concurrency"
          + "|database\\.(maxConnections|reserved|otherSessions"
          + "|pooler\\.(serverPool|clientLimit))");
  /** Where these bind the answer turns on them: a share that is far off would turn it round. */
  private static final Pattern BINDING = Pattern.compile("(services\\[\\d+\\]\\.)?platform\\."
      + "(scale\\.max|reservedConcurrency)|accounts\\.[^.]+\\.concurrency"
      + "|database\\.(maxConnections|pooler\\.serverPool)");

  private static final double DEVIATION_MAX = 0.125;
  private static final Pattern WHOLE = Pattern.compile("[1-9]\\d{0,8}");
  private static final Pattern NUMBER = Pattern.compile("\\d{1,4}(\\.\\d{1,6})?");
  private static final double CORES_MIN = 0.1;

  private Rough() {}

  /**
   * The model at one to {@code k}.
   *
   * @return null where there is none, such as with limits that cannot be divided, or of which no
   *     whole number is about one k-th
   */
  static Scenario of(Scenario scenario, int k) {
    ConfigNode tree = scenario.tree();
    for (Scenario.Setting setting : scenario.settings()) {
      if (SHARED.matcher(setting.path()).matches()
          && WHOLE.matcher(setting.value()).matches()) {
        double large = Double.parseDouble(setting.value());
        long small = Math.max(1, Math.round(large / k));
        if (BINDING.matcher(setting.path()).matches()
            && Math.abs(small * (double) k - large) > large * DEVIATION_MAX) {
          return null;
        }
        tree = tree.with(setting.path(), Long.toString(small), "rough");
      } else if (setting.path().equals("database.cores")
          && NUMBER.matcher(setting.value()).matches()) {
        double cores = Math.max(CORES_MIN, Double.parseDouble(setting.value()) / k);
        tree = tree.with(setting.path(), Decimals.format(cores, 3), "rough");
      }
    }
    try {
      return ScenarioReader.read(tree).with(new Thinning(Long.MIN_VALUE, Long.MAX_VALUE, 1.0 / k));
    } catch (UserError e) {
      return null;
    }
  }
}
