package dev.headroom.report;

import dev.headroom.results.EventRow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the autoscaler decided and what it had seen, read from the events of a result. */
final class Decisions {
  private static final Pattern CHANGE =
      Pattern.compile("(\\d+) -> (\\d+) instances: (.*)", Pattern.DOTALL);
  private static final Pattern SEEN = Pattern.compile("observed ([0-9.]+) against ([0-9.]+)");

  private Decisions() {}

  /** A decision; {@code from} is -1 where the count stayed, observed and target NaN if not told. */
  record Decision(double seconds, String service, int from, int to, String reason,
      double observed, double target) {}

  static List<Decision> of(ResultView view) {
    List<Decision> all = new ArrayList<>();
    for (EventRow event : view.result().events()) {
      if (event.kind().equals("scale")) {
        all.add(decision(event));
      }
    }
    return all;
  }

  private static Decision decision(EventRow event) {
    Matcher change = CHANGE.matcher(event.text());
    Matcher seen = SEEN.matcher(event.text());
    boolean told = seen.find();
    double observed = told ? parse(seen.group(1)) : Double.NaN;
    double target = told ? parse(seen.group(2)) : Double.NaN;
    if (!change.matches() || change.group(1).length() > 9 || change.group(2).length() > 9) {
      return new Decision(
          event.seconds(), event.service(), -1, -1, event.text(), observed, target);
    }
    return new Decision(event.seconds(), event.service(), Integer.parseInt(change.group(1)),
        Integer.parseInt(change.group(2)), change.group(3), observed, target);
  }

  private static double parse(String digits) {
    try {
      return Double.parseDouble(digits);
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }

  /**
   * By service, per bin, the metric as a percentage of its target at the last decision that told
   * it; NaN before the first.
   */
  static Map<String, double[]> shareOfTarget(ResultView view) {
    Map<String, double[]> byService = new LinkedHashMap<>();
    int bins = view.series().bins();
    for (Decision decision : of(view)) {
      double share = decision.observed() / decision.target() * 100;
      if (!(decision.target() > 0) || Double.isNaN(share)) {
        continue;
      }
      double[] values = byService.computeIfAbsent(decision.service(), service -> {
        double[] none = new double[bins];
        Arrays.fill(none, Double.NaN);
        return none;
      });
      double at = (decision.seconds() - view.series().startSeconds()) / view.series().binSeconds();
      Arrays.fill(values, Math.max(0, Math.min(bins, (int) Math.floor(at))), bins, share);
    }
    return byService;
  }
}
