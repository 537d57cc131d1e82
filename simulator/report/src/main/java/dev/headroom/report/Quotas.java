package dev.headroom.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Limits of the accounts that the services of a result share, in attempts at once. */
final class Quotas {
  private static final Pattern ACCOUNT = Pattern.compile("accounts\\.(.+)\\.concurrency");
  private static final int MOST = 3;

  private Quotas() {}

  /**
   * Those that are instances: where each takes one attempt, a limit of attempts is one of them.
   *
   * @return label to limit, the first three in the order of the settings
   */
  static Map<String, Double> ofInstances(ResultView view) {
    return onePerInstance(view) ? of(view) : Map.of();
  }

  /** Those that are attempts at once, on platforms whose instances take several. */
  static Map<String, Double> ofAttempts(ResultView view) {
    return onePerInstance(view) ? Map.of() : of(view);
  }

  private static Map<String, Double> of(ResultView view) {
    Map<String, Double> quotas = new LinkedHashMap<>();
    for (JsonNode setting : view.at("settings")) {
      Matcher path = ACCOUNT.matcher(setting.path("path").asText(""));
      if (path.matches() && quotas.size() < MOST) {
        try {
          String name = Escape.shorten(Escape.visible(path.group(1)), 24);
          quotas.put(
              "quota of account " + name, Double.valueOf(setting.path("value").asText("")));
        } catch (NumberFormatException e) {
          // A result that was changed by hand: what is no number is no line.
        }
      }
    }
    return quotas;
  }

  private static boolean onePerInstance(ResultView view) {
    boolean found = false;
    for (JsonNode setting : view.at("settings")) {
      if (setting.path("path").asText("").endsWith("platform.concurrency.max")) {
        found = true;
        if (!setting.path("value").asText("").equals("1")) {
          return false;
        }
      }
    }
    return found;
  }
}
