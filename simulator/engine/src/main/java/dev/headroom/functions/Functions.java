package dev.headroom.functions;

import dev.headroom.core.UserError;
import dev.headroom.measure.Measure;
import dev.headroom.measure.Money;
import dev.headroom.measure.ObjectiveCheck;
import dev.headroom.scenario.Scenario;
import dev.headroom.scenario.ScenarioReader;
import dev.headroom.scenario.ScenarioTexts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The scenarios of a plan, each read and checked once before anything is run. */
public final class Functions {
  /** Scenarios times days. */
  public static final int RUNS_MAX = 1_000_000;

  /** What is kept of each run; without a database its part is zero. */
  static final List<Measure> MEASURES = Measure.summary(true);

  private final FunctionsPlan plan;
  private final List<Function> all = new ArrayList<>();

  /**
   * One of them.
   *
   * @param file as the user named it
   * @param name the scenario's
   * @param seed of its draws
   * @param judged whether it has objectives that count
   */
  record Function(String file, String name, long seed, boolean judged) {}

  private Functions(FunctionsPlan plan) {
    this.plan = plan;
  }

  /**
   * Reads and checks them.
   *
   * @throws UserError for one that is no scenario, or too many runs
   */
  public static Functions of(FunctionsPlan plan) {
    long runs = (long) plan.scenarios().size() * plan.runs();
    if (runs > RUNS_MAX) {
      throw UserError.invalid(String.format(
          Locale.ROOT,
          "--runs: %,d scenarios \u00d7 %,d days = %,d runs; allowed: at most %,d",
          plan.scenarios().size(),
          plan.runs(),
          runs,
          RUNS_MAX));
    }
    Functions functions = new Functions(plan);
    for (int f = 0; f < plan.scenarios().size(); f++) {
      Scenario scenario = read(plan, f);
      boolean judged =
          scenario.objectives().stream().map(ObjectiveCheck::new).anyMatch(one -> !one.warning());
      functions.all.add(new Function(
          file(plan.scenarios().get(f)),
          scenario.name(),
          plan.seed() == null ? scenario.seed() : plan.seed(),
          judged));
    }
    return functions;
  }

  static Scenario read(FunctionsPlan plan, int function) {
    ScenarioTexts texts = plan.scenarios().get(function);
    Scenario scenario = ScenarioReader.read(texts.tree(plan.sets(), plan.slos()));
    Money.check(scenario);
    return scenario;
  }

  /** What messages call a scenario. */
  static String file(ScenarioTexts texts) {
    return String.join(" ", texts.names());
  }

  /** What is run. */
  public FunctionsPlan plan() {
    return plan;
  }

  List<Function> all() {
    return List.copyOf(all);
  }

  /** Parts of the plan. */
  public int jobs() {
    return all.size() * plan.runs();
  }
}
