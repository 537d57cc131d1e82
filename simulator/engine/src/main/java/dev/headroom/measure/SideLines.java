package dev.headroom.measure;

import dev.headroom.cost.Recorded;
import dev.headroom.cost.SideLine;
import dev.headroom.platform.Extras;
import dev.headroom.platform.Extras.LoadBalancer;
import dev.headroom.platform.Extras.Nat;
import dev.headroom.platform.PlatformModel;
import dev.headroom.scenario.RevisionSpec;
import dev.headroom.scenario.Scenario;
import dev.headroom.scenario.ServiceSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the services of a scenario share or own beside instances, machines and database. */
final class SideLines {
  private final List<SideLine> lines = new ArrayList<>();
  private final Map<String, LoadBalancer> balancers = new LinkedHashMap<>();
  private final Map<String, List<Integer>> behind = new LinkedHashMap<>();
  private final List<Integer> natRows = new ArrayList<>();
  private final List<Nat> nats = new ArrayList<>();

  private SideLines() {}

  /** The lines of a bill, from what was recorded in the whole run. */
  static List<SideLine> of(Scenario scenario, Recorded run) {
    return new SideLines().collect(scenario, run);
  }

  private List<SideLine> collect(Scenario scenario, Recorded run) {
    int row = 0;
    for (ServiceSpec service : scenario.services()) {
      for (RevisionSpec revision : service.revisions()) {
        add(service, revision.platform(), row++);
      }
    }
    balancers.forEach(
        (name, balancer) -> lines.add(SideLine.loadBalancer(balancer, behind.get(name), run)));
    if (!nats.isEmpty()) {
      lines.add(SideLine.nat(natRows, nats));
    }
    return List.copyOf(lines);
  }

  private void add(ServiceSpec service, PlatformModel platform, int row) {
    Extras extras = platform.extras();
    if (extras.gpu() != null) {
      lines.add(SideLine.gpu(platform, row));
    }
    LoadBalancer balancer = extras.loadBalancer();
    if (balancer != null) {
      // A space keeps a service's own balancer apart from a named one.
      String name = balancer.name().isEmpty() ? " " + service.name() : balancer.name();
      balancers.putIfAbsent(name, balancer);
      behind.computeIfAbsent(name, key -> new ArrayList<>()).add(row);
    }
    if (extras.nat() != null) {
      natRows.add(row);
      nats.add(extras.nat());
    }
  }
}
