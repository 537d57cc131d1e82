package dev.headroom.search;

import dev.headroom.config.ConfigNode;
import dev.headroom.measure.Facts;
import dev.headroom.measure.Measure;
import dev.headroom.measure.ObjectiveCheck;
import dev.headroom.replication.Batch;
import dev.headroom.scenario.Scenario.Objective;
import dev.headroom.settings.Axis;
import dev.headroom.settings.Paths;
import dev.headroom.simulation.Simulation;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An optimisation problem whose answer a grid can find: what searches are held against. */
enum Problem {
  MIN_INSTANCES("scale.min=0..20", "concurrency.max=1,2,3,4,5,6,8,10,12,16,20,30,40,80"),
  POOL_AND_MAXIMUM("database.pool.size=1..10", "scale.max=1..40"),
  FLEET_AND_SIZE("scale.manual=1..16", "instance.cpu=0.25..4:0.25"),
  LAMBDA_MEMORY("instance.memory=128Mi..3008Mi:64Mi", "scale.max=2..20"),
  CLOUD_RUN_SIZE(
      "instance.cpu=1,2,4", "concurrency.max=1,2,4,6,8,10,15,20,40,80", "scale.min=0..8"),
  CONTAINER_APPS("scale.target=1..20", "scale.min=1..10");

  /** Share of days that may violate an objective. */
  static final double RISK = 0.05;

  static final Measure COST = Measure.of("cost.total", "");

  /** Every setting of the grid runs so many days, whatever they show. */
  private static final int FIRST = 10;

  /** Nobody further from the best than that is followed to the last day. */
  private static final double NEAR = 1.03;

  /** A grid's seed; searches have others. */
  private static final long GRID_SEED = 987_654_321;

  private final List<String> vary;

  Problem(String... vary) {
    this.vary = List.of(vary);
  }

  /**
   * A setting of the grid.
   *
   * @param cost mean over its days
   * @param violated days
   * @param days it was run on
   */
  record Point(double cost, int violated, int days) {
    boolean isFeasible() {
      return violated <= RISK * days;
    }
  }

  String label() {
    return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }

  ConfigNode tree() {
    String file = "/optimize/" + label() + ".yaml";
    try (InputStream in = Problem.class.getResourceAsStream(file)) {
      return ConfigNode.parse(
          label() + ".yaml", new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new IllegalStateException(file, e);
    }
  }

  List<Axis> axes() {
    Paths paths = Paths.of(tree());
    return vary.stream().map(one -> Axis.parse(one, paths, "--vary")).toList();
  }

  Optimizer search(long seed, int threads) {
    return Optimizer.of(
        tree(),
        axes(),
        new Optimizer.Request(seed, 20, 73, RISK, COST, new Batch(threads), done -> {}),
        false);
  }

  /**
   * The grid, to a precision that searches do not have. A setting is left once it has violated more
   * days than it may on all of them, or is dearer than the best by more than 3 %.
   */
  Map<List<String>, Point> grid(int days, int threads) {
    Space space = new Space(tree(), axes());
    fill(space, new int[space.axes().size()], 0);
    Map<List<String>, List<Setting.Day>> all = new LinkedHashMap<>();
    space.made().forEach(one -> all.put(one.values(), new ArrayList<>()));
    Batch batch = new Batch(threads);
    space.made().forEach(one -> extend(one, all.get(one.values()), FIRST, batch));
    List<Setting> order = new ArrayList<>(space.made());
    order.sort(Comparator.comparingDouble(one -> mean(all.get(one.values()))));
    double best = Double.POSITIVE_INFINITY;
    for (Setting one : order) {
      List<Setting.Day> own = all.get(one.values());
      while (own.size() < days
          && Setting.violated(own) <= RISK * days
          && mean(own) <= best * NEAR) {
        extend(one, own, Math.min(days, own.size() * 2), batch);
      }
      if (own.size() == days && Setting.violated(own) <= RISK * days) {
        best = Math.min(best, mean(own));
      }
    }
    Map<List<String>, Point> points = new LinkedHashMap<>();
    all.forEach((values, own) ->
        points.put(values, new Point(mean(own), Setting.violated(own), own.size())));
    return points;
  }

  /** One setting on so many days of the grid. */
  Point point(Setting setting, int days, int threads) {
    List<Setting.Day> own = new ArrayList<>();
    extend(setting, own, days, new Batch(threads));
    return new Point(mean(own), Setting.violated(own), own.size());
  }

  private static void fill(Space space, int[] place, int axis) {
    if (axis == place.length) {
      space.at(place);
      return;
    }
    for (int i = 0; i < space.axisSize(axis); i++) {
      place[axis] = i;
      fill(space, place, axis + 1);
    }
  }

  private static double mean(List<Setting.Day> days) {
    return days.stream().mapToDouble(Setting.Day::cost).average().orElse(Double.NaN);
  }

  private static void extend(Setting one, List<Setting.Day> days, int to, Batch batch) {
    List<ObjectiveCheck> checks = one.scenario().objectives().stream()
        .map((Objective o) -> new ObjectiveCheck(o))
        .toList();
    days.addAll(batch.run(
        days.size(),
        to,
        (day, check) -> {
          Facts facts = new Facts(Simulation.run(one.scenario(), GRID_SEED, day, check));
          boolean kept = checks.stream().allMatch(c -> c.holds(facts));
          return new Setting.Day(COST.value(facts), !kept, 0);
        },
        done -> {}));
  }
}
