package dev.headroom.twin;

import dev.headroom.core.Draws;
import dev.headroom.core.Purpose;
import dev.headroom.core.Turn;
import dev.headroom.scenario.Scenario;
import dev.headroom.scenario.ServiceSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/** Everything of one run, its clock, and what came of it. */
final class World {
  /** Something that happens: by time, at one instant by turn, and then in the order asked for. */
  private record Event(long atNs, Turn turn, long number, Runnable what) {}

  /** One outcome, as the fingerprint folds it. */
  record Outcome(long entity, long outcome, long atNs) {}

  final Scenario scenario;
  final List<Outcome> outcomes = new ArrayList<>();
  final List<Service> services = new ArrayList<>();
  final List<Machines> machines = new ArrayList<>();
  final Map<String, Account> accounts = new LinkedHashMap<>();
  /** The database, or null; what instances connect to; and the pooler before it, or null. */
  final Server server;

  final Link.Target target;
  final Bouncer bouncer;
  /** The database where it is one of request units, or null. */
  final Table table;
  /** Starts that several revisions share, by whose they are. */
  final Map<List<Object>, StartRate.Launches> launches = new LinkedHashMap<>();

  long nowNs;

  private final PriorityQueue<Event> events =
      new PriorityQueue<>(Comparator.comparingLong(Event::atNs)
          .thenComparing(Event::turn)
          .thenComparingLong(Event::number));
  private long asked;
  private boolean traceOver;

  private World(Scenario scenario) {
    this.scenario = scenario;
    for (ServiceSpec spec : scenario.services()) {
      nowNs = Math.min(nowNs, -spec.traffic().preRollNs());
    }
    this.table = scenario.table() == null ? null : new Table(this, scenario.table());
    this.server = scenario.server() == null ? null : new Server(this, scenario.server());
    this.bouncer = scenario.isPooled() ? new Bouncer(this, scenario.pooler(), server) : null;
    if (bouncer != null) {
      this.target = bouncer;
    } else if (scenario.pooler() != null) {
      this.target = new Link.Tunnel(this, server, scenario.pooler().connectLatencyNs());
    } else {
      this.target = server;
    }
    scenario.accounts().forEach((name, limit) -> accounts.put(name, new Account(limit)));
    for (int n = 0; n < scenario.nodePools().size(); n++) {
      machines.add(new Machines(this, scenario.nodePools().get(n), n));
    }
    for (ServiceSpec spec : scenario.services()) {
      Service service = new Service(this, spec, services.size());
      services.add(service);
      if (spec.isFed()) {
        Service sender = services.get(spec.fedBy());
        sender.outlet = Outlet.of(sender, service);
      }
    }
    if (server != null) {
      server.plan(scenario.databaseEvents());
    }
  }

  /** Runs a scenario with its own seed; the outcomes in the order in which they came. */
  static List<Outcome> run(Scenario scenario) {
    World world = new World(scenario);
    world.run();
    return world.outcomes;
  }

  Draws draws(Purpose purpose, int stream) {
    return Draws.of(scenario.seed(), 0, purpose, stream);
  }

  void at(long atNs, Turn turn, Runnable what) {
    if (atNs < nowNs) {
      throw new IllegalStateException("event at " + atNs + " before " + nowNs);
    }
    events.add(new Event(atNs, turn, asked++, what));
  }

  void after(long delayNs, Runnable what) {
    at(nowNs + delayNs, Turn.WORK, what);
  }

  void tell(long entity, long outcome) {
    outcomes.add(new Outcome(entity, outcome, nowNs));
  }

  private void run() {
    for (Service service : services) {
      service.begin();
    }
    while (services.stream().anyMatch(service -> !service.ended)) {
      next();
    }
    long traceEndNs = Math.max(0, nowNs);
    for (Service service : services) {
      traceEndNs = Math.max(traceEndNs, service.traceEndNs());
    }
    at(traceEndNs, Turn.WORK, () -> traceOver = true);
    while (!settled()
        && !events.isEmpty()
        && events.peek().atNs <= traceEndNs + scenario.tailNs()) {
      next();
    }
  }

  private void next() {
    Event event = events.remove();
    nowNs = event.atNs;
    event.what.run();
  }

  private boolean settled() {
    return traceOver && services.stream().allMatch(Service::settled);
  }
}
