package dev.headroom.export;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.core.Decimals;
import dev.headroom.measure.Say;
import dev.headroom.results.SavedResult;
import dev.headroom.results.SeriesTable;
import java.util.ArrayList;
import java.util.List;

/**
 * A script for k6 with the same traffic, whose thresholds are what was predicted: a game day then
 * tells whether the prediction held.
 *
 * <p>Arrivals are an open model at the rates of the result. A prediction from many days is the
 * middle 80 % of them; a single day has no such band, so a quarter to either side is taken and the
 * script says so.
 */
public final class LoadScript {
  private static final int STAGES_MAX = 60;
  /** Below it a rate is given per minute, since a stage's target is a whole number. */
  private static final double SLOW_PER_SECOND = 20;

  private static final double LEEWAY = 0.25;
  private static final long VUS_MIN = 10;
  private static final long VUS_MAX = 100_000;

  private final JsonNode run;
  private final SeriesTable series;
  private final StringBuilder out = new StringBuilder(1 << 14);

  private LoadScript(SavedResult result) {
    this.run = result.run();
    this.series = result.series();
  }

  /** The script. */
  public static String of(SavedResult result) {
    LoadScript script = new LoadScript(result);
    script.write();
    return script.out.toString();
  }

  private void write() {
    boolean days = run.path("days").isObject();
    out.append("// ")
        .append(comment(run.at("/scenario/name").asText()))
        .append(": the traffic of a Headroom simulation, seed ")
        .append(run.path("seed").asText())
        .append(", as a load test.\n")
        .append("// Its thresholds are the prediction, written down before the test: ")
        .append(
            days
                ? "the middle 80 % of " + run.path("runs").asText() + " simulated days."
                : "one simulated day, a quarter to\n// either side; simulate more with --runs for a"
                    + " band of its own.")
        .append("\n//   TARGET_URL=https://... k6 run this-file.js\n");
    if (run.path("services").size() > 1) {
      out.append("// The rates are those of all services together, sent to one address.\n");
    }
    if (run.at("/requests/retried").asDouble(0) > 0) {
      out.append("// The simulated clients retry; this script sends every request once, so it may"
          + " see more\n// failures and shorter latencies than were predicted.\n");
    }
    out.append("import http from 'k6/http';\n\n"
        + "const target = __ENV.TARGET_URL;\n"
        + "if (!target) {\n"
        + "  throw new Error('TARGET_URL is not set: the address to send the requests to');\n"
        + "}\n\n"
        + "export const options = {\n"
        + "  scenarios: {\n"
        + "    traffic: {\n"
        + "      executor: 'ramping-arrival-rate',\n");
    stages();
    out.append("    },\n  },\n  summaryTrendStats: ['avg', 'p(50)', 'p(95)', 'p(99)', 'max'],\n"
        + "  thresholds: {\n");
    thresholds();
    out.append(
            "  },\n};\n\n" + "export default function () {\n" + "  http.get(target, { timeout: '")
        .append(timeout())
        .append("' });\n" + "}\n");
  }

  /** Steps of constant rate: a jump of no length, then the time at that rate. */
  private void stages() {
    int bins = 0;
    double end = run.at("/time/end").asDouble(series.secondsAt(series.bins()));
    while (bins < series.bins() && series.secondsAt(bins) < end) {
      bins++;
    }
    double most = 0;
    List<double[]> steps = new ArrayList<>();
    double[] offered = series.column("offered");
    int count = Math.min(STAGES_MAX, bins);
    for (int i = 0; i < count; i++) {
      int from = (int) ((long) i * bins / count);
      int to = (int) ((long) (i + 1) * bins / count);
      double sum = 0;
      for (int bin = from; bin < to; bin++) {
        sum += offered[bin];
      }
      // The traffic may end within its last bin.
      double seconds = Math.min(end, series.secondsAt(to)) - series.secondsAt(from);
      steps.add(new double[] {sum / seconds, seconds});
      most = Math.max(most, sum / seconds);
    }
    boolean slow = most < SLOW_PER_SECOND;
    double unit = slow ? 60 : 1;
    long vus = vus(most);
    out.append("      timeUnit: '")
        .append(slow ? "1m" : "1s")
        .append("',\n")
        .append("      startRate: ")
        .append(steps.isEmpty() ? 0 : rate(steps.get(0)[0] * unit))
        .append(",\n      preAllocatedVUs: ")
        .append(vus)
        .append(",\n      maxVUs: ")
        .append(Math.min(VUS_MAX, vus * 4))
        .append(",\n      stages: [\n");
    for (double[] step : steps) {
      long target = rate(step[0] * unit);
      out.append("        { target: ")
          .append(target)
          .append(", duration: '0s' },\n")
          .append("        { target: ")
          .append(target)
          .append(", duration: '")
          .append(Math.max(1, Math.round(step[1] * 1000)))
          .append("ms' },\n");
    }
    out.append("      ],\n");
  }

  private static long rate(double perUnit) {
    return Math.round(perUnit);
  }

  /** As many as were inside or waiting at the worst, by Little's law at least. */
  private long vus(double mostPerSecond) {
    double most = mostPerSecond * Math.max(0, run.at("/latencyMs/p99").asDouble(0)) / 1000;
    for (int bin = 0; bin < series.bins(); bin++) {
      double inside = value("inService", bin) + value("queued", bin);
      most = Math.max(most, inside);
    }
    return Math.max(VUS_MIN, Math.min(VUS_MAX, (long) Math.ceil(most)));
  }

  private double value(String column, int bin) {
    double value = series.has(column) ? series.column(column)[bin] : Double.NaN;
    return Double.isNaN(value) ? 0 : value;
  }

  private void thresholds() {
    List<String> latency = new ArrayList<>();
    for (String name : List.of("p50", "p95", "p99")) {
      double[] band = band("/latencyMs/" + name);
      if (band != null) {
        String metric = "p(" + name.substring(1) + ")";
        latency.add("'" + metric + ">=" + Decimals.format(band[0], 3) + "'");
        latency.add("'" + metric + "<=" + Decimals.format(band[1], 3) + "'");
      }
    }
    if (!latency.isEmpty()) {
      out.append("    // of requests that succeed, in milliseconds; predicted: ")
          .append(predicted())
          .append("\n    'http_req_duration{expected_response:true}': [\n");
      latency.forEach(line -> out.append("      ").append(line).append(",\n"));
      out.append("    ],\n");
    }
    double offered = run.at("/requests/offered").asDouble(0);
    double failed = run.at("/requests/failed").asDouble(0);
    double[] band = band("/requests/failed");
    if (offered > 0 && band != null) {
      out.append("    // predicted: ")
          .append(Say.percent(failed / offered))
          .append(" of ")
          .append(Say.count(Math.round(offered)))
          .append(" requests fail\n")
          .append("    http_req_failed: [");
      if (band[0] > 0) {
        out.append("'rate>=").append(Decimals.format(band[0] / offered, 6)).append("', ");
      }
      // One in a thousand is noise of any network.
      out.append("'rate<=")
          .append(Decimals.format(Math.max(0.001, band[1] / offered), 6))
          .append("'],\n");
    }
    out.append("    // the test itself could not keep up\n    dropped_iterations: ['count==0'],\n");
  }

  private String predicted() {
    List<String> all = new ArrayList<>();
    for (String name : List.of("p50", "p95", "p99")) {
      JsonNode value = run.at("/latencyMs/" + name);
      if (value.isNumber()) {
        all.add(name + " " + Say.milliseconds(value.doubleValue()));
      }
    }
    return String.join(", ", all);
  }

  /** The band of many days, or a quarter to either side of a single one; null where unknown. */
  private double[] band(String pointer) {
    JsonNode value = run.at(pointer);
    if (!value.isNumber()) {
      return null;
    }
    JsonNode band = run.at(pointer + "Band");
    if (band.size() == 2 && band.get(0).isNumber() && band.get(1).isNumber()) {
      return new double[] {band.get(0).doubleValue(), band.get(1).doubleValue()};
    }
    double one = value.doubleValue();
    return new double[] {one * (1 - LEEWAY), one * (1 + LEEWAY)};
  }

  private String timeout() {
    for (JsonNode setting : run.path("settings")) {
      String path = setting.path("path").asText();
      String value = setting.path("value").asText();
      if (path.endsWith("workload.clients.timeout") && value.matches("\\d{1,6}(ms|s)")) {
        return value;
      }
    }
    return "60s";
  }

  /** A text that cannot end its comment. */
  private static String comment(String text) {
    return text.replaceAll("\\p{Cntrl}|\\u2028|\\u2029", " ");
  }
}
