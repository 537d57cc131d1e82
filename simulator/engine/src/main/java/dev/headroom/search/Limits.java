package dev.headroom.search;

import dev.headroom.core.UserError;
import dev.headroom.measure.Facts;
import dev.headroom.measure.Money;
import dev.headroom.measure.ObjectiveCheck;
import dev.headroom.replication.Batch;
import dev.headroom.results.Count;
import dev.headroom.review.Loosening;
import dev.headroom.scenario.Scenario;
import dev.headroom.scenario.ServiceSpec;
import dev.headroom.simulation.Simulation;
import dev.headroom.statistics.Judgement;
import dev.headroom.statistics.Sample;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.function.LongConsumer;

/**
 * The highest multiple of its traffic at which a scenario keeps its objectives, and what stops it
 * there.
 *
 * <p>Each day is searched for itself: a higher multiple of the same day only adds requests, so that
 * the multiple at which the day breaks is a number of the day, and the numbers of several days are
 * a sample. What binds is found on the day in the middle, as the verdict's causes are: what the run
 * just above the limit was seen to reach is lifted, and the day searched again.
 */
public final class Limits {
  /** The traffic may be multiplied so often in all, the scenario's own multiple included. */
  private static final double RATE_MAX = 100;

  private static final double FIRST_STEP = 2;
  private static final double NEAR_STEP = 1.1;

  private final Scenario scenario;
  private final List<ObjectiveCheck> checks;
  private final Request request;
  private final double most;
  private final AtomicInteger runsDone = new AtomicInteger();
  private final List<Multiple> days = new ArrayList<>();
  private final List<Bottleneck> bottlenecks = new ArrayList<>();
  private int typical;
  private double meanPerSecond = Double.NaN;

  /**
   * How to search.
   *
   * @param seed of all draws
   * @param runs days, at least 1
   * @param risk share of days that may violate an objective
   * @param batch whose threads do it
   * @param progress told how many runs are done
   */
  public record Request(long seed, int runs, double risk, Batch batch, IntConsumer progress) {}

  /**
   * What stops the traffic from growing further.
   *
   * @param kinds of what was lifted, the word of run.json; several act only together
   * @param names in words
   * @param at the multiple at which it binds
   * @param without the day's multiple when it is lifted
   * @param changes what could be done, the best first; none for a second bottleneck
   */
  public record Bottleneck(
      List<String> kinds,
      List<String> names,
      Multiple at,
      Multiple without,
      List<Changed> changes) {}

  /** A change that helps, and what the day bears with it. */
  public record Changed(String name, Multiple multiple) {}

  private record Candidate(List<Loosening> lifted, Scenario without, Multiple multiple) {}

  private Limits(Scenario scenario, Request request) {
    this.scenario = scenario;
    this.request = request;
    this.checks = scenario.objectives().stream()
        .map(ObjectiveCheck::new)
        .filter(check -> !check.warning())
        .toList();
    double scaled = 1;
    for (ServiceSpec service : scenario.services()) {
      scaled =
          Math.max(scaled, service.traffic() == null ? 1 : service.traffic().rateScale());
    }
    this.most = Math.min(Multiple.MOST, RATE_MAX / scaled);
  }

  /**
   * Searches.
   *
   * @throws UserError where no objective says what to keep (exit 2)
   */
  public static Limits of(Scenario scenario, Request request) {
    Limits limits = new Limits(scenario, request);
    if (limits.checks.isEmpty()) {
      throw UserError.invalid("limits: needs an objective to keep, e.g. --slo"
          + " 'p99(latency) < 500ms'; the scenario has none that counts");
    }
    Money.check(scenario);
    limits.searchDays();
    if (limits.days.size() == request.runs()) {
      limits.searchBottlenecks();
    }
    return limits;
  }

  private void searchDays() {
    // The first day's answer is the others' first guess, so that they need few runs.
    days.addAll(batch(0, 1, (day, check) -> search(scenario, day, 1, FIRST_STEP, check)));
    if (!days.isEmpty()) {
      double guess = Math.max(Multiple.LEAST, days.get(0).holds());
      days.addAll(
          batch(1, request.runs(), (day, check) -> search(scenario, day, guess, NEAR_STEP, check)));
    }
    typical = middle();
  }

  private <T> List<T> batch(int from, int to, Batch.Job<T> job) {
    return request.batch().run(from, to, job, done -> {});
  }

  private Multiple search(Scenario which, int day, double from, double step, LongConsumer check) {
    return Multiple.search(multiple -> holds(run(which, day, multiple, check)), from, step, most);
  }

  private Facts run(Scenario which, int day, double multiple, LongConsumer check) {
    Facts facts = new Facts(Simulation.run(
        multiple == 1 ? which : which.withTraffic(multiple), request.seed(), day, check));
    request.progress().accept(runsDone.incrementAndGet());
    return facts;
  }

  private boolean holds(Facts facts) {
    return checks.stream().allMatch(check -> check.holds(facts));
  }

  /** The lower one of two in the middle; of equal days the earlier. */
  private int middle() {
    List<Integer> order = new ArrayList<>();
    for (int day = 0; day < days.size(); day++) {
      order.add(day);
    }
    order.sort(Comparator.comparingDouble(day -> days.get(day).holds()));
    return order.isEmpty() ? 0 : order.get((order.size() - 1) / 2);
  }

  private void searchBottlenecks() {
    List<Facts> asItIs = batch(0, 1, (n, check) -> run(scenario, typical, 1, check));
    if (asItIs.isEmpty()) {
      return;
    }
    double seconds = asItIs.get(0).outcome.traceEndNs() / 1e9;
    meanPerSecond = asItIs.get(0).count(Count.OFFERED) / seconds;
    Scenario base = scenario;
    Multiple at = days.get(typical);
    for (int i = 0; i < 2 && !Double.isInfinite(at.breaks()); i++) {
      double breaks = at.breaks();
      Scenario from = base;
      List<Facts> above = batch(0, 1, (n, check) -> run(from, typical, breaks, check));
      Candidate found = above.isEmpty() ? null : binding(from, above.get(0), breaks);
      if (found == null) {
        return;
      }
      bottlenecks.add(new Bottleneck(
          found.lifted().stream().map(Loosening::kind).toList(),
          found.lifted().stream().map(Loosening::name).toList(),
          at,
          found.multiple(),
          i == 0 ? changes(found, above.get(0), breaks) : List.of()));
      base = found.without();
      at = found.multiple();
    }
  }

  /** What binds just above a limit, or null where nothing that was reached makes a difference. */
  private Candidate binding(Scenario base, Facts above, double breaks) {
    List<Loosening> reached = Loosening.reached(above);
    List<Loosening> own = reached.stream().filter(one -> !one.isGeneral()).toList();
    List<Loosening> general = reached.stream().filter(Loosening::isGeneral).toList();
    Candidate best = best(base, own.stream().map(List::of).toList(), breaks);
    if (best == null && own.size() > 1) {
      best = together(base, own, breaks);
    }
    return best != null ? best : best(base, general.stream().map(List::of).toList(), breaks);
  }

  /** Of those that let the day bear more the one that does most; of equals the first. */
  private Candidate best(Scenario base, List<List<Loosening>> choices, double breaks) {
    List<Candidate> candidates = batch(0, choices.size(), (n, check) -> {
      Scenario without = lifted(base, choices.get(n));
      return new Candidate(choices.get(n), without, beyond(without, breaks, check));
    });
    Candidate best = null;
    for (Candidate one : candidates) {
      if (one.multiple() != null
          && (best == null || one.multiple().holds() > best.multiple().holds())) {
        best = one;
      }
    }
    return best;
  }

  /** All of them, without those that are not needed. */
  private Candidate together(Scenario base, List<Loosening> all, double breaks) {
    if (best(base, List.of(all), breaks) == null) {
      return null;
    }
    List<Loosening> set = new ArrayList<>(all);
    for (Loosening one : all) {
      List<Loosening> fewer = new ArrayList<>(set);
      fewer.remove(one);
      if (!fewer.isEmpty() && best(base, List.of(fewer), breaks) != null) {
        set = fewer;
      }
    }
    return best(base, List.of(List.copyOf(set)), breaks);
  }

  private static Scenario lifted(Scenario base, List<Loosening> which) {
    Scenario without = base;
    for (Loosening one : which) {
      without = without == null ? null : one.lift(without);
    }
    return without;
  }

  /** What the day bears, or null where that is not more than the multiple at which it broke. */
  private Multiple beyond(Scenario which, double breaks, LongConsumer check) {
    if (which == null || !holds(run(which, typical, breaks, check))) {
      return null;
    }
    Multiple more = search(which, typical, breaks * NEAR_STEP, NEAR_STEP, check);
    return more.holds() >= breaks ? more : new Multiple(breaks, more.breaks(), more.runs());
  }

  private List<Changed> changes(Candidate found, Facts above, double breaks) {
    List<Loosening.Change> tried = new ArrayList<>();
    found.lifted().forEach(one -> tried.addAll(one.remedies(above)));
    List<Changed> helped = new ArrayList<>();
    List<Changed> all = batch(
        0,
        tried.size(),
        (n, check) ->
            new Changed(tried.get(n).name(), beyond(tried.get(n).scenario(), breaks, check)));
    for (Changed one : all) {
      if (one.multiple() != null) {
        helped.add(one);
      }
    }
    helped.sort(Comparator.comparingDouble(one -> -one.multiple().holds()));
    return helped;
  }

  /** The scenario that was searched. */
  Scenario scenario() {
    return scenario;
  }

  /** What was asked. */
  Request request() {
    return request;
  }

  /** What each day bears, in their order. */
  public List<Multiple> days() {
    return List.copyOf(days);
  }

  /** The day in the middle, from 0. */
  public int typical() {
    return typical;
  }

  /** Highest multiples of the days that keep the objectives. */
  public Sample sample() {
    return Sample.of(days.stream().mapToDouble(Multiple::holds).toArray());
  }

  /** Whether the traffic as it is keeps the objectives often enough. */
  public Judgement asItIs() {
    int violated = (int) days.stream().filter(day -> day.holds() < 1).count();
    return new Judgement(violated, days.size(), request.risk());
  }

  /** What binds first, and next; empty where nothing that was reached makes a difference. */
  public List<Bottleneck> bottlenecks() {
    return List.copyOf(bottlenecks);
  }

  /** Requests per second of the traffic as it is, on average; NaN where it was not run. */
  public double meanPerSecond() {
    return meanPerSecond;
  }

  /** Runs in all. */
  public int runs() {
    return runsDone.get();
  }

  /** Whether it was stopped before it was done. */
  public boolean partial() {
    return days.size() < request.runs() || request.batch().isStopped();
  }

  /** Highest multiple that may be tried. */
  public double most() {
    return most;
  }
}
