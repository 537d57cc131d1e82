package dev.headroom.simulation;

import dev.headroom.scenario.Scenario;
import java.util.LinkedHashMap;
import java.util.Map;

/** Finds the number of a request that is worth a look. */
public final class Search extends Onlooker {
  private final Map<Long, long[]> open = new LinkedHashMap<>();
  private long slowest;
  private long slowestNs = -1;
  private long failed;

  private Search() {}

  /**
   * Numbers of requests, from 1 in the order of arrival; 0 where there is none.
   *
   * @param slowest the one that completed and took longest
   * @param failed the first to arrive of those that failed for good
   */
  public record Found(long slowest, long failed) {}

  /**
   * Runs a day of a scenario and looks.
   *
   * @param service its place in the scenario
   */
  public static Found of(Scenario scenario, long seed, int number, int service) {
    Search search = new Search();
    Simulation.watch(scenario, seed, number, service, search);
    long first = search.failed;
    // Who is left has failed in the last attempt, or never ended.
    for (long[] one : search.open.values()) {
      if (one[2] > 0 && (first == 0 || one[0] < first)) {
        first = one[0];
      }
    }
    return new Found(search.slowest, first);
  }

  @Override
  void arrived(long number, long entity, long nowNs) {
    open.put(entity, new long[] {number, nowNs, 0});
  }

  @Override
  void looked(long nowNs) {}

  @Override
  void ended(long entity, int attempt, int code, long nowNs) {
    long[] one = open.get(entity);
    if (one == null) {
      return;
    }
    if (code == Clients.FOLD_COMPLETED) {
      open.remove(entity);
      if (nowNs - one[1] > slowestNs) {
        slowestNs = nowNs - one[1];
        slowest = one[0];
      }
    } else {
      one[2]++; // an attempt whose client had left is a failed one too
    }
  }
}
