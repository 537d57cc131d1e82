package dev.headroom.search;

import dev.headroom.config.ConfigNode;
import dev.headroom.core.Decimals;
import dev.headroom.core.UserError;
import dev.headroom.measure.Facts;
import dev.headroom.measure.Spike;
import dev.headroom.replication.Variant;
import dev.headroom.results.Count;
import dev.headroom.scenario.Scenario;
import dev.headroom.scenario.ScenarioReader;
import dev.headroom.scenario.ServiceSpec;
import dev.headroom.simulation.Simulation;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * What is often cheaper than any fixed setting: minimum instances only around the spike, and
 * sending a campaign more slowly. Both are raced and confirmed as settings are.
 */
final class Alternatives {
  private static final String MIN = "platform.scale.min";
  private static final long SECOND_NS = 1_000_000_000L;

  /** Instances are asked for so long before the spike at least. */
  private static final long LEAD_NS = 60 * SECOND_NS;

  /** Shares of the winner's minimum, and of the peak, that are tried during the spike. */
  private static final double[] SHARES = {0.25, 0.5, 0.75, 1, 1.25, 1.5, 2};

  /** How many times slower a campaign is sent. */
  private static final double[] SLOWER = {
    1, 1.1, 1.25, 1.5, 1.75, 2, 2.5, 3, 4, 5, 6, 8, 10, 12, 16, 20, 24, 32, 48, 64
  };

  private final ConfigNode tree;
  private final Space space;
  private final Race race;
  private final Optimizer.Request request;
  private Setting scheduled;
  private String noSchedule = "";
  private Setting slower;
  private String notSlower = "";
  private double stretch = Double.NaN;
  private double seconds = Double.NaN;
  private double perSecond = Double.NaN;
  private double peakPerSecond = Double.NaN;

  private Alternatives(ConfigNode tree, Space space, Race race, Optimizer.Request request) {
    this.tree = tree;
    this.space = space;
    this.race = race;
    this.request = request;
  }

  static Alternatives of(
      Setting winner, ConfigNode tree, Space space, Race race, Optimizer.Request request) {
    Alternatives alternatives = new Alternatives(tree, space, race, request);
    Scenario scenario = winner.scenario();
    List<Facts> day = request
        .batch()
        .run(
            0,
            1,
            (n, check) -> new Facts(Simulation.run(scenario, request.seed(), 0, check)),
            done -> {});
    if (scenario.services().size() > 1) {
      alternatives.noSchedule = "looked for in scenarios of one service only";
      alternatives.notSlower = alternatives.noSchedule;
    } else if (!day.isEmpty()) {
      alternatives.schedule(winner, day.get(0));
      alternatives.slower(day.get(0));
    }
    return alternatives;
  }

  private void schedule(Setting winner, Facts facts) {
    Spike spike = Spike.of(facts);
    if (spike == null) {
      noSchedule = "this traffic has no spike that instances could be scheduled for";
      return;
    }
    ServiceSpec service = winner.scenario().services().get(0);
    if (!service.scaling().schedule().actions().isEmpty()) {
      noSchedule = "the scenario has a schedule of its own";
      return;
    }
    long leadNs = Math.max(LEAD_NS, (long) (2 * service.platform().start().meanNs()));
    TreeSet<Integer> mins = new TreeSet<>();
    for (double share : SHARES) {
      mins.add((int) Math.ceil(share * service.scaling().min()));
      mins.add((int) Math.ceil(share * facts.recorder.peakLiveOfService(0)));
    }
    List<Setting> field = new ArrayList<>();
    for (int low : new int[] {0, 1}) {
      mins.stream()
          .filter(min -> min > low)
          .forEach(min -> add(field, winner, spike.schedule(min, low, leadNs)));
    }
    scheduled = race.confirmed(field, request.fresh());
    if (scheduled == null) {
      noSchedule = "none of the " + field.size() + " schedules tried keeps the objectives";
    }
  }

  private void add(List<Setting> field, Setting winner, Spike.Schedule schedule) {
    List<String> sets = new ArrayList<>(sets(winner));
    sets.add(MIN + "=" + schedule.atStart());
    sets.add("platform.scale.schedule=" + schedule.actions());
    try {
      field.add(new Setting(
          new int[0],
          List.of(schedule.words()),
          Variant.of("", tree, sets, "schedule").scenario()));
    } catch (UserError e) {
      // Not on this platform, or more than its maximum.
    }
  }

  private List<String> sets(Setting winner) {
    List<String> sets = new ArrayList<>();
    for (int a = 0; a < space.axes().size(); a++) {
      if (!space.axes().get(a).path().equals(MIN)) {
        sets.add(space.axes().get(a).set(winner.values().get(a)));
      }
    }
    return sets;
  }

  private void slower(Facts facts) {
    Scenario base = ScenarioReader.read(tree);
    ServiceSpec service = base.services().get(0);
    String path =
        "workload." + (service.traffic().file() == null ? "generate" : "trace") + ".scale.time=";
    double own = service.traffic().timeScale();
    List<Setting> field = new ArrayList<>();
    for (double times : SLOWER) {
      String set = path + Decimals.format(own * times, 6);
      try {
        field.add(new Setting(
            new int[0],
            List.of(Decimals.format(times, 2)),
            Variant.of("", tree, List.of(set), "slower").scenario()));
      } catch (UserError e) {
        break; // beyond what a scenario may ask for
      }
    }
    slower = slowest(field);
    if (slower == null) {
      notSlower = "as written it violates an objective however slowly this traffic is sent";
      return;
    }
    stretch = Double.parseDouble(slower.values().get(0));
    double traceSeconds = facts.outcome.traceEndNs() / 1e9;
    seconds = traceSeconds * stretch;
    perSecond = facts.count(Count.OFFERED) / seconds;
    Spike spike = Spike.of(facts);
    peakPerSecond = spike == null ? Double.NaN : spike.peakPerSecond() / stretch;
  }

  /** The fastest that keeps the objectives, by halving: slower is taken to be safer. */
  private Setting slowest(List<Setting> field) {
    int least = 0;
    int most = field.size();
    while (least < most) {
      int middle = (least + most) / 2;
      if (race.run(List.of(field.get(middle))) != null) {
        most = middle;
      } else {
        least = middle + 1;
      }
    }
    for (int i = least; i < field.size() && !race.isStopped(); i++) {
      if (race.confirmed(List.of(field.get(i)), request.fresh()) != null) {
        return field.get(i);
      }
    }
    return null;
  }

  /** Minimum instances only around the spike, or null with a reason. */
  Setting scheduled() {
    return scheduled;
  }

  String noSchedule() {
    return noSchedule;
  }

  /** The scenario as written with its trace sent more slowly, or null with a reason. */
  Setting slower() {
    return slower;
  }

  String notSlower() {
    return notSlower;
  }

  /** How many times slower, at least 1; NaN where none helps. */
  double stretch() {
    return stretch;
  }

  /** How long the traffic then lasts. */
  double seconds() {
    return seconds;
  }

  /** Requests per second on average then. */
  double perSecond() {
    return perSecond;
  }

  /** The most in one bin of a spike then; NaN where there is no spike. */
  double peakPerSecond() {
    return peakPerSecond;
  }
}
