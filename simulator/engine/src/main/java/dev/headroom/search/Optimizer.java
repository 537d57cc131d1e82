package dev.headroom.search;

import dev.headroom.config.ConfigNode;
import dev.headroom.core.UserError;
import dev.headroom.measure.Measure;
import dev.headroom.measure.Money;
import dev.headroom.replication.Batch;
import dev.headroom.scenario.Scenario;
import dev.headroom.scenario.ScenarioReader;
import dev.headroom.settings.Axis;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * Looks for the cheapest setting that keeps the objectives.
 *
 * <p>A coarse lattice of the grid is raced; around the cheapest that still may keep the objectives,
 * and the nearest that do not, the lattice is made finer and raced again, down to every neighbour
 * of the best. A grid that is no larger than the lattice is raced whole. The winner is then run on
 * fresh days; where those do not bear it out, the search goes on without it.
 */
public final class Optimizer {
  /** Settings of the first lattice at most. */
  private static final int LATTICE = 100;

  /** Around so many of the cheapest that may be feasible it is made finer. */
  private static final int CHEAPEST = 4;

  /** And around so many that are nearly feasible. */
  private static final int NEAREST = 2;

  /** With more axes only single steps and exchanges of two are tried. */
  private static final int ALL_CORNERS = 3;

  private final Scenario base;
  private final Request request;
  private final Space space;
  private final Race race;
  private final int[] steps;
  private Setting winner;
  private Setting runnerUp;
  private Alternatives alternatives;

  /**
   * How to search.
   *
   * @param seed of all draws
   * @param days a setting is run on at most while searching
   * @param fresh further days that confirm the choice
   * @param risk share of days that may violate an objective
   * @param minimize what is made small
   * @param batch whose threads do it
   * @param progress told how many runs are done
   */
  public record Request(
      long seed,
      int days,
      int fresh,
      double risk,
      Measure minimize,
      Batch batch,
      IntConsumer progress) {}

  private Optimizer(Scenario base, Request request, Space space) {
    this.base = base;
    this.request = request;
    this.space = space;
    this.race = new Race(request);
    this.steps = new int[space.axes().size()];
  }

  /**
   * Searches.
   *
   * @param tree of the scenario, objectives included
   * @param axes what is varied, at least one
   * @param more whether schedule and shaping are looked at too
   * @throws UserError where nothing says what to keep, or no setting is a valid scenario
   */
  public static Optimizer of(ConfigNode tree, List<Axis> axes, Request request, boolean more) {
    Scenario base = ScenarioReader.read(tree);
    if (base.objectives().stream().allMatch(Scenario.Objective::warning)) {
      throw UserError.invalid("optimize: needs an objective to keep, e.g. --slo"
          + " 'p99(latency) < 500ms'; the scenario has none that counts");
    }
    Money.check(base);
    Optimizer optimizer = new Optimizer(base, request, new Space(tree, axes));
    optimizer.search();
    if (more && optimizer.winner != null && !request.batch().isStopped()) {
      optimizer.alternatives =
          Alternatives.of(optimizer.winner, tree, optimizer.space, optimizer.race, request);
    }
    return optimizer;
  }

  private void search() {
    lattice();
    space.check();
    refine();
    winner = confirmed();
    if (winner != null) {
      winner.take();
      refine();
      runnerUp = confirmed();
    }
  }

  private Setting confirmed() {
    Setting best = race.run(space.made());
    while (best != null && !race.confirm(best, request.fresh()) && !race.isStopped()) {
      // Without it others are the best, whose neighbours nobody has looked at yet.
      refine();
      best = race.run(space.made());
    }
    return race.isStopped() ? null : best;
  }

  private void lattice() {
    Arrays.fill(steps, 1);
    while (points() > LATTICE) {
      int most = 0;
      for (int a = 1; a < steps.length; a++) {
        most = points(a) > points(most) ? a : most;
      }
      steps[most] *= 2;
    }
    lattice(new int[steps.length], 0);
    race.run(space.made());
  }

  private long points() {
    long points = 1;
    for (int a = 0; a < steps.length; a++) {
      points *= points(a);
    }
    return points;
  }

  /** Both ends are among them. */
  private int points(int axis) {
    return (space.axisSize(axis) - 2 + steps[axis]) / steps[axis] + 1;
  }

  private void lattice(int[] place, int axis) {
    if (axis == steps.length) {
      space.at(place);
      return;
    }
    for (int i = 0; i < points(axis); i++) {
      place[axis] = Math.min(i * steps[axis], space.axisSize(axis) - 1);
      lattice(place, axis + 1);
    }
  }

  /** Down to single steps, until nothing new is near the best. */
  private void refine() {
    boolean finest;
    do {
      finest = Arrays.stream(steps).allMatch(step -> step == 1);
      int before;
      do {
        before = space.made().size();
        centres().forEach(this::neighbours);
        race.run(space.made());
      } while (space.made().size() > before && !race.isStopped());
      for (int a = 0; a < steps.length; a++) {
        steps[a] = Math.max(1, steps[a] / 2);
      }
    } while (!finest && !race.isStopped());
  }

  private List<Setting> centres() {
    List<Setting> centres = new ArrayList<>();
    space.made().stream()
        .filter(race::isAlive)
        .sorted(Comparator.comparingDouble(one -> one.meanCost(request.days())))
        .limit(CHEAPEST)
        .forEach(centres::add);
    space.made().stream()
        .filter(one -> !race.isAlive(one) && !one.isRejected())
        .sorted(Comparator.comparingDouble(Setting::meanExcess))
        .limit(NEAREST)
        .forEach(centres::add);
    return centres;
  }

  private void neighbours(Setting centre) {
    int[] place = centre.place();
    if (place.length <= ALL_CORNERS) {
      corners(place, 0);
      return;
    }
    for (int a = 0; a < place.length; a++) {
      moved(place, a, 1, a, 0);
      moved(place, a, -1, a, 0);
      for (int b = 0; b < place.length; b++) {
        moved(place, a, 1, b, a == b ? 0 : -1);
      }
    }
  }

  private void corners(int[] place, int axis) {
    if (axis == place.length) {
      space.at(place);
      return;
    }
    int here = place[axis];
    for (int move = -1; move <= 1; move++) {
      place[axis] = inside(here + move * steps[axis], axis);
      corners(place, axis + 1);
    }
    place[axis] = here;
  }

  private void moved(int[] from, int a, int moveA, int b, int moveB) {
    int[] place = from.clone();
    place[a] = inside(place[a] + moveA * steps[a], a);
    place[b] = inside(place[b] + moveB * steps[b], b);
    space.at(place);
  }

  private int inside(int at, int axis) {
    return Math.max(0, Math.min(space.axisSize(axis) - 1, at));
  }

  Scenario base() {
    return base;
  }

  Request request() {
    return request;
  }

  Space space() {
    return space;
  }

  /** The cheapest that fresh days confirm, or null where none was found. */
  Setting winner() {
    return winner;
  }

  /** The next one, or null. */
  Setting runnerUp() {
    return runnerUp;
  }

  /** Schedule and shaping, or null where they were not looked at. */
  Alternatives alternatives() {
    return alternatives;
  }

  /** Of those that do not keep the objectives the one that misses least; null where all do. */
  Setting nearest() {
    return space.made().stream()
        .filter(one -> !one.days().isEmpty())
        .min(Comparator.comparingInt((Setting one) -> one.isRejected() ? 0 : 1)
            .thenComparingDouble(Setting::meanExcess))
        .orElse(null);
  }

  /** The chosen values in the order of the axes; empty where nothing was found. */
  public List<String> chosen() {
    return winner == null ? List.of() : winner.values();
  }

  /** Runs in all. */
  public int runs() {
    return race.runs();
  }

  /** Runs of a grid with the days of the search in every setting. */
  public long gridRuns() {
    return space.size() * request.days();
  }

  /** Whether it was stopped before it was done. */
  public boolean partial() {
    return request.batch().isStopped();
  }
}
