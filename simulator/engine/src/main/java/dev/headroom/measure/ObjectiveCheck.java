package dev.headroom.measure;

import dev.headroom.config.Units;
import dev.headroom.core.UserError;
import dev.headroom.scenario.Scenario.Objective;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One objective: {@code p99(latency) < 500ms}, {@code rate(errors) < 0.1%}, {@code
 * max(db.connections) / db.usable < 0.8}. An unknown name is an error, never a silent pass.
 */
public final class ObjectiveCheck {
  private static final Pattern FORM =
      Pattern.compile("\\s*(.+?)\\s*(<=|>=|==|<|>)\\s*([^<>=]+?)\\s*");

  private final Objective objective;
  private final Measure measure;
  private final String operator;
  private final String limitText;
  private final double limit;

  /**
   * Reads an objective.
   *
   * @throws UserError with its position where it is none
   */
  public ObjectiveCheck(Objective objective) {
    this.objective = objective;
    Matcher form = FORM.matcher(objective.expression().replaceAll("\\((latency)\\s*<", "($1~"));
    if (!form.matches()) {
      throw problem("an objective reads like 'p99(latency) < 500ms'");
    }
    measure = Measure.of(form.group(1).replace('~', '<'), where());
    operator = form.group(2);
    limitText = form.group(3);
    limit = parseLimit(limitText);
    if (measure.isTime() != limitText.matches(".*[a-z]$")) {
      throw problem(
          measure.isTime()
              ? "the limit needs a unit of time, e.g. 500ms"
              : "the limit takes no unit");
    }
  }

  private UserError problem(String what) {
    return UserError.invalid(where() + what);
  }

  private String where() {
    String where = objective.position() == null ? "--slo" : objective.position().toString();
    return where + ": slo: " + objective.expression() + "; ";
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

  /** Its name, or the expression where it has none. */
  public String name() {
    return objective.name();
  }

  /** As written. */
  public String expression() {
    return objective.expression();
  }

  /** Whether a violation is only told and never fails the run. */
  public boolean warning() {
    return objective.warning();
  }

  /** What is measured. */
  public Measure measure() {
    return measure;
  }

  /** In the unit of the measure. */
  public double limit() {
    return limit;
  }

  /** The measured value: times in ms, shares 0 to 1; NaN where it cannot be known. */
  public double value(Facts facts) {
    return measure.value(facts);
  }

  /** Whether the run keeps the objective; an unknown value does not. */
  public boolean holds(Facts facts) {
    return holds(value(facts));
  }

  /** Whether a value of its measure keeps the objective; NaN does not. */
  public boolean holds(double value) {
    return switch (operator) {
      case "<" -> value < limit;
      case "<=" -> value <= limit;
      case ">" -> value > limit;
      case ">=" -> value >= limit;
      default -> value == limit;
    };
  }

  /**
   * How much is amiss, 0 where the objective holds: requests too many where it is about the latency
   * of requests, else the distance from the limit; NaN where it cannot be known.
   */
  public double excess(Facts facts) {
    return holds(facts) ? 0 : measure.excess(facts, limit);
  }

  /** The value as people read it. */
  public String show(double value) {
    return measure.show(value);
  }
}
