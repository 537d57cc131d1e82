package dev.headroom.measure;

import dev.headroom.config.Suggestions;
import dev.headroom.config.Units;
import dev.headroom.core.UserError;
import dev.headroom.results.Count;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A number of a finished run by the name that objectives use: {@code p99(latency)}, {@code
 * rate(errors)}, {@code max(db.connections) / db.usable}, {@code cost.month}. An unknown name is an
 * error.
 *
 * <p>Times are in milliseconds, shares 0 to 1, costs in the currency of the price book. Failed
 * requests count as infinitely slow.
 */
public final class Measure {
  private static final Pattern QUANTILE =
      Pattern.compile("p(\\d{1,2}(?:\\.\\d+)?|999)\\(latency(\\{completed})?\\)");
  private static final Pattern GOOD = Pattern.compile("good\\(latency\\s*<=?\\s*([^)]+)\\)");
  private static final List<String> KNOWN = List.of(
      "p50(latency)",
      "p90(latency)",
      "p95(latency)",
      "p99(latency)",
      "p999(latency)",
      "p99(latency{completed})",
      "mean(latency)",
      "max(latency)",
      "good(latency < 1s)",
      "rate(errors)",
      "count(errors)",
      "rate(coldStarts)",
      "count(coldStarts)",
      "count(instances.started)",
      "max(instances)",
      "max(db.connections)",
      "max(db.connections) / db.usable",
      "time(db.exhausted)",
      "count(db.refused)",
      "count(db.throttled)",
      "max(queue.age)",
      "p99(queue.age)",
      "time(queue.drain)",
      "count(queue.dead)",
      "cost.total",
      "cost.month");

  private static final List<String> SUMMARY = List.of(
      "cost.total",
      "cost.month",
      "p50(latency)",
      "p99(latency)",
      "p99(latency{completed})",
      "rate(errors)",
      "count(coldStarts)",
      "max(instances)");

  private static final List<String> SUMMARY_SERVER =
      List.of("max(db.connections)", "time(db.exhausted)");

  private final String name;
  /** Of {@code p99(latency)}, 0 to 1; NaN for what is no quantile. */
  private final double quantile;

  private final boolean completedOnly;
  /** Of {@code good(latency < 1s)}; negative for everything else. */
  private final long withinNs;

  private Measure(String name, double quantile, boolean completedOnly, long withinNs) {
    this.name = name;
    this.quantile = quantile;
    this.completedOnly = completedOnly;
    this.withinNs = withinNs;
  }

  /**
   * Reads a name.
   *
   * @param expression as the user wrote it
   * @param where it was written, what a message begins with: {@code "--measure: "}
   * @throws UserError if there is no such measure, with what was probably meant
   */
  public static Measure of(String expression, String where) {
    String name = expression.strip().replaceAll("\\s*/\\s*", " / ");
    Matcher quantile = QUANTILE.matcher(name);
    if (quantile.matches()) {
      String digits = quantile.group(1);
      double q = digits.equals("999") ? 0.999 : Double.parseDouble(digits) / 100;
      return new Measure(name, q, quantile.group(2) != null, -1);
    }
    Matcher good = GOOD.matcher(name);
    if (good.matches()) {
      try {
        return new Measure(
            name, Double.NaN, false, Units.durationNs(good.group(1).strip()));
      } catch (IllegalArgumentException e) {
        throw UserError.invalid(
            where + "'" + good.group(1).strip() + "' is no duration; e.g. good(latency < 1s)");
      }
    }
    if (!KNOWN.contains(name)) {
      throw UserError.invalid(where + "unknown measure '" + name + "'; "
          + Suggestions.hint(name, KNOWN) + "known: " + String.join(", ", KNOWN));
    }
    return new Measure(name, Double.NaN, false, -1);
  }

  /**
   * What tables tell of a run.
   *
   * @param server whether there are connections to tell of
   */
  public static List<Measure> summary(boolean server) {
    return Stream.concat(SUMMARY.stream(), server ? SUMMARY_SERVER.stream() : Stream.empty())
        .map(name -> of(name, ""))
        .toList();
  }

  /** The names; quantiles and durations may be others. */
  public static List<String> known() {
    return KNOWN;
  }

  /** The name with its blanks in order. */
  public String name() {
    return name;
  }

  /** Whether the value is a time, in milliseconds. */
  public boolean isTime() {
    return name.matches("(p[\\d.]+|mean|max)\\((latency|queue\\.age).*")
        || name.startsWith("time(");
  }

  /** Whether the value is a share, 0 to 1. */
  public boolean isShare() {
    return name.startsWith("rate(") || name.startsWith("good(");
  }

  /** Whether more of it is better; of everything else less is. */
  public boolean higherIsBetter() {
    return withinNs >= 0;
  }

  /** The value in a finished run; infinite or NaN where it cannot be known. */
  public double value(Facts facts) {
    if (!Double.isNaN(quantile)) {
      return facts.latencyMs(quantile, !completedOnly);
    }
    if (withinNs >= 0) {
      long within = facts.latency().getCountBetweenValues(0, withinNs);
      return (double) within / Math.max(1, facts.count(Count.OFFERED));
    }
    return switch (name) {
      case "mean(latency)" ->
        facts.count(Count.FAILED) > 0 ? Double.POSITIVE_INFINITY : facts.meanLatencyMs();
      case "max(latency)" -> facts.latencyMs(1, true);
      case "rate(errors)" -> facts.errorRate();
      case "count(errors)" -> facts.count(Count.FAILED);
      case "rate(coldStarts)" -> facts.coldShare();
      case "count(coldStarts)" -> facts.count(Count.AFFECTED);
      case "count(instances.started)" -> facts.count(Count.STARTED);
      case "max(instances)" -> facts.recorder.peakLive();
      case "max(db.connections)" -> facts.recorder.peakDbHeld();
      case "max(db.connections) / db.usable" -> facts.recorder.peakDbHeld() / facts.usable();
      case "time(db.exhausted)" -> facts.exhaustedSeconds() * 1000;
      case "count(db.refused)" -> facts.count(Count.DB_REFUSED);
      case "count(db.throttled)" -> facts.count(Count.DB_THROTTLED);
      case "max(queue.age)" -> facts.worstQueue(report -> report.oldestNs() / 1e6);
      case "p99(queue.age)" -> facts.worstQueue(report -> Facts.quantileMs(report.ageNs(), 99));
      case "time(queue.drain)" ->
        facts.worstQueue(report -> report.drainSeconds(facts.outcome.traceEndNs()) * 1000);
      case "count(queue.dead)" -> facts.count(Count.MESSAGES_DEAD);
      case "cost.total" -> facts.money == null ? Double.NaN : facts.money.total();
      case "cost.month" -> facts.perMonth();
      default -> throw new IllegalStateException("unhandled measure " + name);
    };
  }

  /** How far a run is beyond a limit that it violates, see {@link ObjectiveCheck#excess}. */
  double excess(Facts facts, double limit) {
    if (!Double.isNaN(quantile)) {
      return late(facts, limit, !completedOnly, 1 - quantile);
    }
    if (withinNs >= 0) {
      return late(facts, withinNs / 1e6, true, 1 - limit);
    }
    if (name.equals("max(latency)")) {
      return late(facts, limit, true, 0);
    }
    if (name.equals("mean(latency)") && facts.count(Count.FAILED) > 0) {
      return facts.count(Count.FAILED) * 1e6; // any failure weighs more than any delay
    }
    return Math.abs(value(facts) - limit);
  }

  /** Requests beyond the allowed share that were not served within a time. */
  private static double late(Facts facts, double withinMs, boolean withFailed, double allowed) {
    long all = facts.latency().getTotalCount() + (withFailed ? facts.count(Count.FAILED) : 0);
    long within = facts.latency().getCountBetweenValues(0, (long) (withinMs * 1e6));
    return Math.max(1, all - within - allowed * all);
  }

  /** The value as people read it. */
  public String show(double value) {
    if (Double.isNaN(value)) {
      return "unknown";
    }
    if (isTime()) {
      return Double.isInfinite(value) ? "never (failed requests)" : Say.milliseconds(value);
    }
    if (isShare()) {
      return Say.percent(value);
    }
    return name.startsWith("cost.")
        ? "$" + Say.digits(value)
        : Say.digits(value).toLowerCase(Locale.ROOT);
  }
}
