package dev.headroom.replay;

import dev.headroom.config.ConfigNode;
import dev.headroom.core.UserError;
import dev.headroom.measure.Measure;
import dev.headroom.measure.Say;
import dev.headroom.replication.Batch;
import dev.headroom.replication.Experiment;
import dev.headroom.replication.Outcomes;
import dev.headroom.replication.Variant;
import dev.headroom.scenario.Scenario;
import dev.headroom.simulation.RunOutcome;
import dev.headroom.simulation.Simulation;
import dev.headroom.traffic.TimeText;
import dev.headroom.traffic.TraceStats;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.IntConsumer;

/**
 * An incident replayed: fitted to what was observed before it, predicted, and run again with other
 * settings over every set of parameters that fits.
 */
public final class Replay {
  /** What counterfactuals keep of each run. */
  static final List<Measure> MEASURES = List.of(
      Measure.of("count(errors)", ""), Measure.of("p99(latency{completed})", ""),
      Measure.of("max(instances)", ""), Measure.of("max(db.connections)", ""),
      Measure.of("time(db.exhausted)", ""), Measure.of("cost.total", ""));

  final Request request;
  final Scenario scenario;
  final TraceStats trace;
  final Series observed;
  final Set<Metric> metrics;
  final ChangePoint found;
  final int until;
  final List<Knob> knobs;
  final Fit fit;
  final List<ParameterSet> sets;
  final NaiveGuess naive;
  /** The counterfactuals, or null where there are none or they are refused. */
  final Outcomes outcomes;

  /**
   * What is asked.
   *
   * @param tree of the scenario with its trace, models not yet laid under it
   * @param observed metrics of the real system
   * @param fitUntil where the incident begins, as the user wrote it, or null to find it
   * @param whatIfs settings to try, each PATH=VALUE or several with {@code ;} between
   * @param misfitMost above this there are no counterfactuals
   * @param force counterfactuals all the same
   * @param budget parameter sets to try, at least 20
   * @param seed of all draws
   * @param finished told by any thread how many runs of a step are done
   */
  public record Request(
      ConfigNode tree,
      Observed observed,
      String fitUntil,
      List<String> whatIfs,
      double misfitMost,
      boolean force,
      int budget,
      long seed,
      Batch batch,
      IntConsumer finished) {}

  private Replay(Request request) {
    this.request = request;
    scenario = Variant.of("as it was", request.tree, List.of(), "").scenario();
    for (String whatIf : request.whatIfs) {
      Variant.of(whatIf, request.tree, sets(whatIf), "--what-if");
    }
    RunOutcome run = request
        .batch
        .run(0, 1, (n, progress) -> Simulation.run(scenario, request.seed, 0, progress), n -> {})
        .stream()
        .findFirst()
        .orElseThrow(CancellationException::new);
    trace = run.traces().get(0);
    observed = observed(run);
    metrics = metrics();
    found = request.fitUntil == null ? ChangePoint.find(observed, metrics) : null;
    until = until();
    knobs = Knob.of(request.tree);
    fit = new Fit(
        request.tree,
        knobs,
        observed,
        metrics,
        until,
        request.seed,
        request.batch,
        request.finished);
    fit.search(request.budget);
    sets = fit.agreeing();
    double[] offered = fit.best().series().of(Metric.REQUESTS);
    naive = NaiveGuess.of(observed, offered, metrics, until);
    boolean asked = !request.whatIfs.isEmpty();
    outcomes = asked && (refusal() == null || request.force) ? counterfactuals() : null;
  }

  /**
   * Does all of it.
   *
   * @throws UserError for metrics that do not go with the trace, settings that do not read, or too
   *     little to fit to
   * @throws CancellationException if the batch was stopped
   */
  public static Replay of(Request request) {
    return new Replay(request);
  }

  /** The settings of one {@code --what-if}. */
  static List<String> sets(String whatIf) {
    return List.of(whatIf.split("\\s*;\\s*"));
  }

  private Series observed(RunOutcome run) {
    Observed metrics = request.observed;
    if (metrics.calendar() && !trace.calendar()) {
      throw UserError.invalid(metrics.file() + ": its times are dates and those of the trace are"
          + " not; write them as seconds from the start of the trace");
    }
    long zeroNs = metrics.calendar() ? trace.zeroEpochNs() : 0;
    Series series = metrics.within(zeroNs, run.recorder().binNs(), run.traceEndNs());
    if (series == null) {
      long last = metrics.stamps()[metrics.stamps().length - 1];
      throw UserError.invalid(metrics.file() + ": runs from " + at(metrics.stamps()[0]) + " to "
          + at(last) + ", the traffic from " + at(zeroNs) + " to "
          + at(zeroNs + run.traceEndNs()) + "; needs intervals inside the traffic");
    }
    return series;
  }

  private String at(long stampNs) {
    return request.observed.calendar() ? TimeText.iso(stampNs) : Say.seconds(stampNs / 1e9);
  }

  private Set<Metric> metrics() {
    Set<Metric> used = EnumSet.noneOf(Metric.class);
    for (Metric metric : observed.values().keySet()) {
      boolean possible = metric != Metric.DB_CONNECTIONS || scenario.server() != null;
      if (metric.scored() && possible) {
        used.add(metric);
      }
    }
    return used;
  }

  private int until() {
    int cells = observed.cells();
    int cell;
    if (request.fitUntil != null) {
      cell = observed.cellAt(moment(request.fitUntil));
    } else if (found != null) {
      // Its first rise may be part of the interval before, which is then nothing to fit to.
      cell = Math.max(ChangePoint.BEFORE, found.cell() - 1);
    } else {
      cell = cells * 2 / 3;
    }
    if (cell < ChangePoint.BEFORE || cell >= cells) {
      throw UserError.invalid((request.fitUntil == null
              ? request.observed.file() + ": "
              : "--fit-until: " + request.fitUntil + "; ")
          + "leaves " + cell + " intervals to fit to and " + (cells - cell) + " to predict, of "
          + Say.seconds(observed.lengthNs() / 1e9) + " each from "
          + Say.seconds(observed.fromNs() / 1e9) + "; needs at least " + ChangePoint.BEFORE
          + " and 1");
    }
    return cell;
  }

  private long moment(String text) {
    long stamp = TimeText.stampNs(text);
    if (stamp == Long.MIN_VALUE) {
      try {
        return TimeText.durationNs(text);
      } catch (UserError e) {
        throw UserError.invalid("--fit-until: '" + text + "' is not a time; a date-time"
            + " (2026-05-22T16:30) or a duration from the start (5m, 300)");
      }
    }
    if (TimeText.isCalendar(stamp) && !trace.calendar()) {
      throw UserError.invalid("--fit-until: " + text + "; the trace has no calendar; use a duration"
          + " from its start, e.g. 5m");
    }
    return TimeText.isCalendar(stamp) ? stamp - trace.zeroEpochNs() : stamp;
  }

  /** Median over the sets of the misfit in the incident; NaN where nothing was observed there. */
  double predicted() {
    return median(incidentMisfits());
  }

  double[] incidentMisfits() {
    return sets.stream().mapToDouble(set -> set.incident().total()).sorted().toArray();
  }

  static double median(double[] sorted) {
    int n = sorted.length;
    return n == 0 ? Double.NaN : (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
  }

  /** Whether the median set predicts the incident better than a guess without a model. */
  boolean beatsNaive() {
    return predicted() < naive.misfit().total();
  }

  /** Why there are no counterfactuals, or null where the model is good enough for them. */
  String refusal() {
    double before = fit.best().before().total();
    if (before > request.misfitMost) {
      return "the best parameter set misses what was observed before the incident by "
          + Say.percent(before);
    }
    if (predicted() > request.misfitMost) {
      return "the sets that fit miss the incident itself by " + Say.percent(predicted());
    }
    return null;
  }

  /** Whether counterfactuals were asked for and are not given. */
  public boolean refused() {
    return !request.whatIfs.isEmpty() && outcomes == null;
  }

  /** Variant 0 of each set is as it was, the others are the what-ifs; sets one after the other. */
  private Outcomes counterfactuals() {
    List<Variant> variants = new ArrayList<>();
    for (ParameterSet set : sets) {
      ConfigNode fitted = Fit.turned(request.tree, knobs, set.factors());
      variants.add(Variant.of("as it was", fitted, List.of(), ""));
      for (String whatIf : request.whatIfs) {
        ConfigNode base = otherPlatform(whatIf) ? withoutPlatform(set) : fitted;
        variants.add(Variant.of(whatIf, base, sets(whatIf), "--what-if"));
      }
    }
    Outcomes all =
        Experiment.of(variants, MEASURES, request.seed).run(0, 1, request.batch, request.finished);
    if (all.partial() || all.runs() < 1) {
      throw new CancellationException();
    }
    return all;
  }

  private static boolean otherPlatform(String whatIf) {
    return sets(whatIf).stream().anyMatch(set -> set.strip().startsWith("platform.use"));
  }

  /** What was fitted to one platform says nothing of another. */
  private ConfigNode withoutPlatform(ParameterSet set) {
    ConfigNode tree = request.tree;
    for (int k = 0; k < knobs.size(); k++) {
      boolean platform = knobs.get(k).paths().get(0).contains("platform.");
      tree = platform ? tree : knobs.get(k).turn(tree, set.factors().get(k));
    }
    return tree;
  }

  /** A measure in every set, as it was (0) or with a what-if (from 1 on). */
  double[] values(int whatIf, Measure measure) {
    int each = request.whatIfs.size() + 1;
    double[] values = new double[sets.size()];
    for (int s = 0; s < values.length; s++) {
      values[s] = outcomes.values(s * each + whatIf, measure)[0];
    }
    return values;
  }
}
