package dev.headroom.properties;

import dev.headroom.core.Draws;
import dev.headroom.core.Purpose;
import dev.headroom.scenario.Scenario;
import dev.headroom.scenario.ServiceSpec;
import dev.headroom.scenario.WorkloadClass;
import dev.headroom.traffic.Arrivals;
import dev.headroom.traffic.Traffic;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What must hold of every single request and instance: order of its times, and its work. */
final class Lives {
  private Lives() {}

  static void check(Trial trial, List<String> broken) {
    requests(trial, broken);
    if (trial.scenario().rows() == 1) {
      instances(trial, broken);
    }
  }

  private static void requests(Trial trial, List<String> broken) {
    List<Map<Long, Long>> arrivedNs = new ArrayList<>();
    for (int s = 0; s < trial.scenario().services().size(); s++) {
      arrivedNs.add(arrivals(trial.scenario(), s));
    }
    Set<String> seen = new HashSet<>();
    for (Trial.Told told : trial.told()) {
      if (told.ofInstance()) {
        continue;
      }
      String name = "attempt " + told.attempt() + " of request " + told.entity();
      Long fromNs = arrivedNs.get(told.service()).get(told.entity());
      if (fromNs == null) {
        broken.add(name + ": never arrived");
        continue;
      }
      if (!seen.add(told.service() + " " + name)) {
        broken.add(name + ": ended twice");
      }
      boolean done = told.code() == Trial.COMPLETED || told.code() == Trial.AFTER_CLIENT_LEFT;
      ServiceSpec service = trial.scenario().services().get(told.service());
      long demandNs = done ? demandNs(trial.scenario(), told.service(), told.entity()) : 0;
      if (told.atNs() < fromNs + demandNs) {
        broken.add(name + ": ended " + (told.atNs() - fromNs) + " ns after its arrival; its work"
            + " takes " + demandNs);
      }
      boolean direct = service.clients().messages() == null;
      if (direct && told.attempt() > service.clients().retries().max() + 1) {
        broken.add(name + ": more than " + service.clients().retries().max() + " retries");
      }
    }
  }

  private static Map<Long, Long> arrivals(Scenario scenario, int service) {
    long seed = service == 0 ? scenario.seed() : Draws.mix(scenario.seed() + service);
    Map<Long, Long> arrivedNs = new HashMap<>();
    try (Arrivals source = Traffic.open(scenario.services().get(service).traffic(), seed, 0)) {
      while (source.next()) {
        arrivedNs.put(source.entity(), source.timeNs());
      }
    }
    return arrivedNs;
  }

  /** Least time that a request's own work takes, alone on the fastest processor. */
  private static long demandNs(Scenario scenario, int index, long entity) {
    long seed = scenario.seed();
    List<WorkloadClass> classes = scenario.services().get(index).classes();
    double shares = classes.stream().mapToDouble(WorkloadClass::share).sum();
    double left = Draws.of(seed, 0, Purpose.CLASS, index).uniform(entity) * shares;
    int i = 0;
    while (i < classes.size() - 1 && left >= classes.get(i).share()) {
      left -= classes.get(i++).share();
    }
    WorkloadClass c = classes.get(i);
    if (c.service() != null) {
      return c.service().sampleNs(Draws.of(seed, 0, Purpose.SERVICE, index), entity, 0);
    }
    long sumNs = c.cpu().sampleNs(Draws.of(seed, 0, Purpose.CPU, index), entity, 0)
        + c.waiting().sampleNs(Draws.of(seed, 0, Purpose.WAIT, index), entity, 0);
    // A table takes its own time for each read and write.
    int queries = scenario.table() == null ? c.queries() : 0;
    for (int q = 0; q < queries; q++) {
      sumNs += c.query().sampleNs(Draws.of(seed, 0, Purpose.QUERY, index), entity, q);
      sumNs += c.queryCpu() == null
          ? 0
          : c.queryCpu().sampleNs(Draws.of(seed, 0, Purpose.QUERY_CPU, index), entity, q);
    }
    return sumNs;
  }

  private static void instances(Trial trial, List<String> broken) {
    Map<Long, Long> readyNs = new HashMap<>();
    Map<Long, Long> goneNs = new HashMap<>();
    for (Trial.Told told : trial.told()) {
      if (!told.ofInstance()) {
        continue;
      }
      String name = "instance " + told.entity();
      Long gone = goneNs.get(told.entity());
      if (gone != null) {
        broken.add(name + ": lives after its end");
      }
      if (told.outcome() == Trial.READY && readyNs.put(told.entity(), told.atNs()) != null) {
        broken.add(name + ": ready twice");
      }
      if (told.outcome() == Trial.GONE) {
        goneNs.put(told.entity(), told.atNs());
      }
    }
  }
}
