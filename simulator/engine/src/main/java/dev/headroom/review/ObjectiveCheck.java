package dev.headroom.review;

import dev.headroom.config.Suggestions;
import dev.headroom.config.Units;
import dev.headroom.core.UserError;
import dev.headroom.results.Count;
import dev.headroom.scenario.Scenario.Objective;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One objective: {@code p99(latency) < 500ms}, {@code rate(errors) < 0.1%}, {@code
 * max(db.connections) / db.usable < 0.8}. An unknown name is an error, never a silent pass.
 */
final class ObjectiveCheck {
  private static final Pattern FORM =
      Pattern.compile("\\s*(.+?)\\s*(<=|>=|==|<|>)\\s*([^<>=]+?)\\s*");
  private static final Pattern QUANTILE =
      Pattern.compile("p(\\d{1,2}(?:\\.\\d+)?|999)\\(latency(\\{completed})?\\)");
  private static final Pattern GOOD = Pattern.compile("good\\(latency\\s*<=?\\s*([^)]+)\\)");
  private static final List<String> KNOWN =
      List.of(
          "p50(latency)", "p90(latency)", "p95(latency)", "p99(latency)", "p999(latency)",
          "p99(latency{completed})", "mean(latency)", "max(latency)", "good(latency < 1s)",
          "rate(errors)", "count(errors)", "rate(coldStarts)", "count(coldStarts)",
          "max(instances)", "max(db.connections)", "max(db.connections) / db.usable",
          "time(db.exhausted)", "count(db.refused)", "count(db.throttled)", "max(queue.age)",
          "p99(queue.age)", "time(queue.drain)", "count(queue.dead)", "cost.total", "cost.month");

  private final Objective objective;
  private final String measure;
  private final String operator;
  private final String limitText;
  private final double limit;

  ObjectiveCheck(Objective objective) {
    this.objective = objective;
    Matcher form = FORM.matcher(objective.expression().replaceAll("\\((latency)\\s*<", "($1~"));
    if (!form.matches()) {
      throw problem("an objective reads like 'p99(latency) < 500ms'");
    }
    measure = form.group(1).replace('~', '<').replaceAll("\\s*/\\s*", " / ");
    operator = form.group(2);
    limitText = form.group(3);
    limit = parseLimit(limitText);
    boolean known =
        KNOWN.contains(measure)
            || QUANTILE.matcher(measure).matches()
            || GOOD.matcher(measure).matches();
    if (!known) {
      throw problem(
          "unknown measure '" + measure + "'; " + Suggestions.hint(measure, KNOWN) + "known: "
              + String.join(", ", KNOWN));
    }
    if (isTime() != limitText.matches(".*[a-z]$")) {
      throw problem(
          isTime() ? "the limit needs a unit of time, e.g. 500ms" : "the limit takes no unit");
    }
  }

  private boolean isTime() {
    return measure.matches("(p[\\d.]+|mean|max)\\((latency|queue\\.age).*")
        || measure.startsWith("time(");
  }

  private UserError problem(String what) {
    String where = objective.position() == null ? "--slo" : objective.position().toString();
    return UserError.invalid(where + ": slo: " + objective.expression() + "; " + what);
  }

  private double parseLimit(String text) {
    try {
      if (text.endsWith("%")) {
        return Units.share(text);
      }
      if (text.endsWith("USD")) {
        return Double.parseDouble(text.substring(0, text.length() - 3).trim());
      }
      return text.matches(".*[a-z]$") ? Units.durationNs(text) / 1e6 : Double.parseDouble(text);
    } catch (IllegalArgumentException e) {
      throw problem("'" + text + "' is no limit; e.g. 500ms, 0.1%, 40, 1200 USD");
    }
  }

  String name() {
    return objective.name();
  }

  String expression() {
    return objective.expression();
  }

  boolean warning() {
    return objective.warning();
  }

  double limit() {
    return limit;
  }

  /** The measured value: times in ms, shares 0 to 1; NaN where it cannot be known. */
  double value(Facts facts) {
    Matcher quantile = QUANTILE.matcher(measure);
    if (quantile.matches()) {
      return facts.latencyMs(quantileOf(quantile), quantile.group(2) == null);
    }
    Matcher good = GOOD.matcher(measure);
    if (good.matches()) {
      long within = facts.latency().getCountBetweenValues(0, Units.durationNs(good.group(1)));
      return (double) within / Math.max(1, facts.count(Count.OFFERED));
    }
    return switch (measure) {
      case "mean(latency)" ->
          facts.count(Count.FAILED) > 0 ? Double.POSITIVE_INFINITY : facts.meanLatencyMs();
      case "max(latency)" -> facts.latencyMs(1, true);
      case "rate(errors)" -> facts.errorRate();
      case "count(errors)" -> facts.count(Count.FAILED);
      case "rate(coldStarts)" -> facts.coldShare();
      case "count(coldStarts)" -> facts.count(Count.AFFECTED);
      case "max(instances)" -> facts.recorder.peakLive();
      case "max(db.connections)" -> facts.recorder.peakDbHeld();
      case "max(db.connections) / db.usable" -> facts.recorder.peakDbHeld() / facts.usable();
      case "time(db.exhausted)" -> facts.exhaustedSeconds() * 1000;
      case "count(db.refused)" -> facts.count(Count.DB_REFUSED);
      case "count(db.throttled)" -> facts.count(Count.DB_THROTTLED);
      case "max(queue.age)" -> facts.worstQueue(report -> report.oldestNs() / 1e6);
      case "p99(queue.age)" ->
          facts.worstQueue(report -> ResultDocument.quantileMs(report.ageNs(), 99));
      case "time(queue.drain)" -> facts.worstQueue(
              report -> report.drainSeconds(facts.outcome.traceEndNs()) * 1000);
      case "count(queue.dead)" -> facts.count(Count.MESSAGES_DEAD);
      case "cost.total" -> facts.money == null ? Double.NaN : facts.money.total();
      case "cost.month" -> facts.perMonth();
      default -> throw new IllegalStateException("unhandled measure " + measure);
    };
  }

  private static double quantileOf(Matcher quantile) {
    String digits = quantile.group(1);
    return digits.equals("999") ? 0.999 : Double.parseDouble(digits) / 100;
  }

  /** Whether the value keeps the objective; an unknown value does not. */
  boolean holds(Facts facts) {
    double value = value(facts);
    return switch (operator) {
      case "<" -> value < limit;
      case "<=" -> value <= limit;
      case ">" -> value > limit;
      case ">=" -> value >= limit;
      default -> value == limit;
    };
  }

  /**
   * How much is amiss, 0 where the objective holds: requests too many for an objective on a latency
   * they must keep, else the distance from the limit; NaN where it cannot be known.
   */
  double excess(Facts facts) {
    if (holds(facts)) {
      return 0;
    }
    Matcher quantile = QUANTILE.matcher(measure);
    Matcher good = GOOD.matcher(measure);
    boolean most = measure.equals("max(latency)");
    if (most || quantile.matches()) {
      double q = most ? 1 : quantileOf(quantile);
      boolean withFailed = most || quantile.group(2) == null;
      return late(facts, limit, withFailed, 1 - q);
    }
    if (good.matches()) {
      return late(facts, Units.durationNs(good.group(1)) / 1e6, true, 1 - limit);
    }
    if (measure.equals("mean(latency)") && facts.count(Count.FAILED) > 0) {
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
  String show(double value) {
    if (Double.isNaN(value)) {
      return "unknown";
    }
    if (isTime()) {
      return Double.isInfinite(value) ? "never (failed requests)" : Say.milliseconds(value);
    }
    if (measure.startsWith("rate(") || measure.startsWith("good(")) {
      return Say.percent(value);
    }
    return measure.startsWith("cost.")
        ? "$" + Say.digits(value)
        : Say.digits(value).toLowerCase(Locale.ROOT);
  }
}
