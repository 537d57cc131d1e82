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
  private static final Pattern RAW = Pattern.compile("\\braw (\\d{1,9})\\b");

  private Decisions() {}

  /**
   * A decision.
   *
   * @param from the number wanted until then, -1 where it stayed
   * @param raw what the metric against its target came to in instances, before limits; -1 if that
   *     was not told
   */
  record Decision(double seconds, String service, int from, int to, int raw, String reason) {}

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
    Matcher asked = RAW.matcher(event.text());
    int raw = asked.find() ? Integer.parseInt(asked.group(1)) : -1;
    return change.matches() && change.group(1).length() < 10 && change.group(2).length() < 10
        ? new Decision(
            event.seconds(),
            event.service(),
            Integer.parseInt(change.group(1)),
            Integer.parseInt(change.group(2)),
            raw,
            change.group(3))
        : new Decision(event.seconds(), event.service(), -1, -1, raw, event.text());
  }

  /** By service, per bin, what the metric asked for at the last decision that told it. */
  static Map<String, double[]> askedFor(ResultView view) {
    Map<String, double[]> byService = new LinkedHashMap<>();
    int bins = view.series().bins();
    for (Decision decision : of(view)) {
      if (decision.raw() < 0) {
        continue;
      }
      double[] values = byService.computeIfAbsent(decision.service(), service -> {
        double[] none = new double[bins];
        Arrays.fill(none, Double.NaN);
        return none;
      });
      double at =
          (decision.seconds() - view.series().startSeconds()) / view.series().binSeconds();
      int from = Math.max(0, Math.min(bins, (int) Math.floor(at)));
      Arrays.fill(values, from, bins, decision.raw());
    }
    return byService;
  }
}
