package dev.headroom.sweep;

import dev.headroom.config.ConfigNode;
import dev.headroom.config.Overrides;
import dev.headroom.core.UserError;
import dev.headroom.measure.Facts;
import dev.headroom.measure.Measure;
import dev.headroom.measure.Money;
import dev.headroom.measure.ObjectiveCheck;
import dev.headroom.review.Aftermath;
import dev.headroom.scenario.ReferencedFiles;
import dev.headroom.scenario.Scenario;
import dev.headroom.scenario.ScenarioReader;
import dev.headroom.settings.Axis;
import dev.headroom.settings.Design;
import dev.headroom.settings.Paths;
import dev.headroom.simulation.Simulation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.LongConsumer;

/**
 * A plan made ready: {@link #row} is a pure function of the plan, a setting's number and a day's.
 * Day n of every setting shares its draws (common random numbers).
 */
public final class Sweep {
  /** Runs of one sweep, settings times days. */
  public static final int RUNS_MAX = 1_000_000;

  private static final String ORIGIN = "--vary";

  /** Where a value alone is refused, so many settings that hold it are tried. */
  private static final int TRIED_MAX = 200;

  private final SweepPlan plan;
  private final ConfigNode tree;
  private final Scenario base;
  private final Design design;
  private final List<ObjectiveCheck> checks;
  private final List<Measure> measures;
  private final long seed;
  /** The setting that a thread read last: its days follow each other. */
  @SuppressWarnings("ThreadLocalUsage") // one sweep's, and gone with it
  private final ThreadLocal<Read> last = new ThreadLocal<>();

  /** A setting as read: a scenario, or why it is none. */
  private record Read(int setting, Scenario scenario, String refused) {}

  private Sweep(SweepPlan plan, ConfigNode tree, Scenario base, Design design) {
    this.plan = plan;
    this.tree = tree;
    this.base = base;
    this.design = design;
    this.seed = plan.seed() == null ? base.seed() : plan.seed();
    this.checks = base.objectives().stream().map(ObjectiveCheck::new).toList();
    this.measures = measures(base, checks);
  }

  /**
   * Reads and checks a plan.
   *
   * @throws UserError for a scenario, path or value that is none, or too many of them
   */
  public static Sweep of(SweepPlan plan) {
    ConfigNode tree = plan.texts().tree(plan.sets(), plan.slos());
    Scenario base = ScenarioReader.read(tree);
    Paths paths = Paths.of(tree);
    List<Axis> axes = new ArrayList<>();
    for (String vary : plan.varies()) {
      axes.add(Axis.parse(vary, paths, ORIGIN));
    }
    long seed = plan.seed() == null ? base.seed() : plan.seed();
    Design design =
        plan.sample() == 0 ? Design.grid(axes) : Design.sample(axes, plan.sample(), seed);
    long runs = (long) design.size() * plan.runs();
    if (runs > RUNS_MAX) {
      throw UserError.invalid(String.format(
          Locale.ROOT,
          "--runs: %,d settings \u00d7 %,d days = %,d runs; allowed: at most %,d",
          design.size(),
          plan.runs(),
          runs,
          RUNS_MAX));
    }
    return new Sweep(plan, tree, base, design);
  }

  private static List<Measure> measures(Scenario base, List<ObjectiveCheck> checks) {
    Map<String, Measure> measures = new LinkedHashMap<>();
    Measure.summary(base.server() != null).forEach(one -> measures.put(one.name(), one));
    checks.forEach(check -> measures.putIfAbsent(check.measure().name(), check.measure()));
    return List.copyOf(measures.values());
  }

  /**
   * Refuses values that no setting can hold, before anything is run; what only some combinations
   * refuse is told with them.
   *
   * @throws UserError of the first such value
   */
  public void check() {
    for (int a = 0; a < design.axes().size(); a++) {
      Axis axis = design.axes().get(a);
      for (String value : design.isSample() ? List.<String>of() : axis.values()) {
        UserError alone = refusal(List.of(axis.set(value)));
        if (alone != null && !possible(a, value)) {
          throw alone;
        }
      }
    }
  }

  private boolean possible(int axis, String value) {
    int tried = 0;
    for (int setting = 0; setting < design.size() && tried < TRIED_MAX; setting++) {
      if (design.axes().size() > 1 && design.values(setting).get(axis).equals(value)) {
        tried++;
        if (refusal(design.sets(setting)) == null) {
          return true;
        }
      }
    }
    return false;
  }

  private UserError refusal(List<String> sets) {
    try {
      read(sets);
      return null;
    } catch (UserError e) {
      if (e.kind() != UserError.Kind.INVALID) {
        throw e;
      }
      return e;
    }
  }

  private Read read(int setting) {
    try {
      return new Read(setting, read(design.sets(setting)), null);
    } catch (UserError e) {
      if (e.kind() != UserError.Kind.INVALID) {
        throw e;
      }
      return new Read(setting, null, e.getMessage());
    }
  }

  private Scenario read(List<String> sets) {
    Scenario scenario = ScenarioReader.read(Overrides.apply(tree, sets, ORIGIN));
    Money.check(scenario);
    return scenario;
  }

  /**
   * Runs one job; a failure names its setting and day.
   *
   * @param job 0 to below {@link #jobs}
   * @param progress told the simulated time; may throw to end the run
   */
  public SweepRow row(int job, LongConsumer progress) {
    int setting = job / plan.runs();
    int day = job % plan.runs();
    try {
      return row(setting, day, progress);
    } catch (CancellationException e) {
      throw e;
    } catch (UserError e) {
      throw e.in(where(setting, day));
    } catch (RuntimeException e) {
      throw new IllegalStateException(e + " (" + where(setting, day) + ")", e);
    }
  }

  private String where(int setting, int day) {
    return "with " + String.join(", ", design.sets(setting)) + ", day " + day + " of seed " + seed;
  }

  /**
   * Runs one day of one setting.
   *
   * @param progress told the simulated time; may throw to end the run
   */
  public SweepRow row(int setting, int day, LongConsumer progress) {
    Read read = last.get();
    if (read == null || read.setting() != setting) {
      read = read(setting);
      last.set(read);
    }
    if (read.scenario() == null) {
      return SweepRow.refused(setting, day, read.refused());
    }
    Scenario scenario = read.scenario();
    Facts facts = new Facts(Simulation.run(scenario, seed, day, progress));
    Aftermath aftermath = Aftermath.of(
        facts, thinning -> new Facts(Simulation.run(scenario.with(thinning), seed, day, progress)));
    double[] values =
        measures.stream().mapToDouble(measure -> measure.value(facts)).toArray();
    return new SweepRow(setting, day, values, aftermath, facts.recorder.fingerprint(), null);
  }

  /** The files that its scenarios name, in any setting. */
  public List<Path> files() {
    Set<Path> files = new LinkedHashSet<>(ReferencedFiles.of(tree));
    for (Axis axis : design.axes()) {
      for (String value : axis.isListed() ? axis.values() : List.<String>of()) {
        files.addAll(ReferencedFiles.of(Overrides.apply(tree, List.of(axis.set(value)), ORIGIN)));
      }
    }
    return List.copyOf(files);
  }

  /** What is run. */
  public SweepPlan plan() {
    return plan;
  }

  /** The scenario that is varied. */
  public Scenario base() {
    return base;
  }

  /** The settings. */
  public Design design() {
    return design;
  }

  /** The objectives, of all settings the same. */
  public List<ObjectiveCheck> checks() {
    return checks;
  }

  /** What is kept of each run. */
  public List<Measure> measures() {
    return measures;
  }

  /** Of all draws. */
  public long seed() {
    return seed;
  }

  /** Runs of the whole sweep: job number n is day {@code n % runs} of setting {@code n / runs}. */
  public int jobs() {
    return design.size() * plan.runs();
  }
}
