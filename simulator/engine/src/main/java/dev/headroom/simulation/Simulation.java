package dev.headroom.simulation;

import dev.headroom.core.Draws;
import dev.headroom.core.EventQueue;
import dev.headroom.core.Purpose;
import dev.headroom.database.DatabaseServer;
import dev.headroom.database.Exhaustion;
import dev.headroom.database.PoolCensus;
import dev.headroom.database.Pooler;
import dev.headroom.database.RequestUnitTable;
import dev.headroom.platform.NodePool;
import dev.headroom.results.Gauge;
import dev.headroom.results.Recorder;
import dev.headroom.scenario.Scenario;
import dev.headroom.scenario.ServiceSpec;
import dev.headroom.traffic.Arrivals;
import dev.headroom.traffic.NoArrivals;
import dev.headroom.traffic.TraceStats;
import dev.headroom.traffic.Traffic;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.Function;
import java.util.function.LongConsumer;

/**
 * One run of a scenario: the only place where its parts are wired, and the loop that runs them.
 *
 * <p>Same scenario and seed, same outcome, on any JVM and machine. A run has one thread.
 */
public final class Simulation {
  /** Events between two reports of progress. */
  private static final int PROGRESS_EVERY = 1 << 20;

  /** No event comes later; an empty queue says the time after it. */
  private static final long LAST_NS = Long.MAX_VALUE - 1;

  private final Scenario scenario;
  private final long seed;
  /** Which of the seed's runs it is; each has draws of its own. */
  private final int number;

  private final EventQueue queue;
  private final Recorder recorder;
  private final EventLog events = new EventLog();
  private final Exhaustion exhaustion;
  private final PoolCensus census = new PoolCensus();
  private final DatabaseServer server;
  private final RequestUnitTable table;
  private final List<ServiceRuntime> services = new ArrayList<>();
  private final List<Arrivals> arrivals = new ArrayList<>();
  private int progressEvery = PROGRESS_EVERY;
  private int untilProgress;
  private int running;
  private long traceEndNs;

  private Simulation(Scenario scenario, long seed, int number, Function<Revision, Scaler> scalers) {
    this.scenario = scenario;
    this.seed = seed;
    this.number = number;
    long startNs = 0;
    for (ServiceSpec spec : scenario.services()) {
      startNs = Math.min(startNs, -spec.traffic().preRollNs());
    }
    queue = new EventQueue(startNs);
    recorder = new Recorder(serviceOfRow(scenario), startNs);
    exhaustion = new Exhaustion(this::holders);
    server =
        scenario.server() == null ? null : new DatabaseServer(queue, scenario.server(), exhaustion);
    Pooler pooler = scenario.isPooled()
        ? new Pooler(
            queue, scenario.pooler(), server, Draws.of(seed, number, Purpose.PINNED_CLIENT))
        : null;
    table = scenario.table() == null ? null : new RequestUnitTable(scenario.table());
    Map<String, Account> accounts = new LinkedHashMap<>();
    scenario.accounts().forEach((name, limit) -> accounts.put(name, new Account(limit)));
    List<Nodes> nodes = new ArrayList<>();
    for (NodePool pool : scenario.nodePools()) {
      int index = nodes.size();
      nodes.add(new Nodes(
          pool,
          scenario.rows() + index,
          queue,
          recorder,
          events,
          Draws.of(seed, number, Purpose.NODE, index)));
    }
    ServiceRuntime.Shared shared = new ServiceRuntime.Shared(
        queue,
        recorder,
        events,
        exhaustion,
        server,
        pooler,
        scenario.pooler(),
        census,
        table,
        nodes,
        new HashMap<>(),
        scalers);
    for (ServiceSpec spec : scenario.services()) {
      Arrivals source = spec.isFed()
          ? new NoArrivals(arrivals.get(spec.fedBy()))
          : Traffic.open(spec.traffic(), trafficSeed(seed, services.size()), number);
      arrivals.add(source);
      services.add(new ServiceRuntime(
          spec,
          services.size(),
          scenario.firstRow(services.size()),
          new ServiceRuntime.Run(seed, number),
          shared,
          share(spec, accounts),
          source,
          this::trafficEnded));
    }
    for (ServiceRuntime service : services) {
      if (service.spec.isFed()) {
        ServiceRuntime sender = services.get(service.spec.fedBy());
        sender.clients.outbox = new Outbox(sender, service);
      }
    }
    if (pooler != null) {
      pooler.meterBy(services.get(0).revisions[0].database);
    }
    DatabaseEvents.schedule(shared, services, scenario.databaseEvents());
  }

  /** Services that replay the same counts have arrivals of their own within them. */
  private static long trafficSeed(long seed, int service) {
    return service == 0 ? seed : Draws.mix(seed + service);
  }

  /** What limits the concurrency of a service beside its own maximum, or null. */
  private static Account.Share share(ServiceSpec spec, Map<String, Account> accounts) {
    if (spec.account() != null) {
      return accounts.get(spec.account()).share(spec.reservedConcurrency());
    }
    return spec.reservedConcurrency() < 0
        ? null
        : new Account(Integer.MAX_VALUE).share(spec.reservedConcurrency());
  }

  private static int[] serviceOfRow(Scenario scenario) {
    int[] serviceOf = new int[scenario.rows() + scenario.nodePools().size()];
    for (int s = 0; s < scenario.services().size(); s++) {
      Arrays.fill(serviceOf, scenario.firstRow(s), scenario.firstRow(s + 1), s);
    }
    // Pools have rows of their own and no instances.
    for (int row = scenario.rows(); row < serviceOf.length; row++) {
      serviceOf[row] = scenario.services().size() + row - scenario.rows();
    }
    return serviceOf;
  }

  /** Runs the scenario with its own seed. */
  public static RunOutcome run(Scenario scenario) {
    return run(scenario, scenario.seed(), nowNs -> {});
  }

  /**
   * Runs the scenario, or less of it where the thread is interrupted.
   *
   * @param progress told the simulated time every so many events
   * @throws CancellationException if the thread was interrupted
   */
  public static RunOutcome run(Scenario scenario, long seed, LongConsumer progress) {
    return run(scenario, seed, 0, progress);
  }

  /**
   * Runs another day of the scenario. Days of a seed share nothing but the seed; variants of a
   * scenario meet the same day under the same seed and number.
   *
   * @param number which day, 0 or more; 0 is the one that runs without a number
   * @param progress told the simulated time every so many events; may throw to end the run
   */
  public static RunOutcome run(Scenario scenario, long seed, int number, LongConsumer progress) {
    return run(scenario, seed, number, progress, Scaler::of);
  }

  /** Runs the scenario with autoscalers that somebody looks into. */
  static RunOutcome run(
      Scenario scenario, long seed, LongConsumer progress, Function<Revision, Scaler> scalers) {
    return run(scenario, seed, 0, progress, scalers);
  }

  /** Runs a day of the scenario and lets somebody look at a service after every event. */
  static RunOutcome watch(
      Scenario scenario, long seed, int number, int service, Onlooker onlooker) {
    Simulation simulation = new Simulation(scenario, seed, number, Scaler::of);
    simulation.progressEvery = 1;
    simulation.recorder.listen(onlooker);
    onlooker.begin(simulation.services.get(service), simulation.arrivals.get(service));
    // It tells an arrival from what it saw before, so there is something to see before the first.
    EventQueue queue = simulation.queue;
    queue.schedule(queue.nowNs(), queue.register(unused -> {}), 0);
    try {
      return simulation.run(nowNs -> onlooker.look());
    } finally {
      simulation.arrivals.forEach(Arrivals::close);
    }
  }

  private static RunOutcome run(
      Scenario scenario,
      long seed,
      int number,
      LongConsumer progress,
      Function<Revision, Scaler> scalers) {
    Simulation simulation = new Simulation(scenario, seed, number, scalers);
    try {
      return simulation.run(progress);
    } finally {
      simulation.arrivals.forEach(Arrivals::close);
    }
  }

  private RunOutcome run(LongConsumer progress) {
    running = services.size();
    for (ServiceRuntime service : services) {
      for (Revision revision : service.revisions) {
        if (revision.spec.share() > 0) {
          revision.scaler.begin();
        }
      }
      service.clients.begin();
    }
    untilProgress = progressEvery;
    while (running > 0 && runNext(LAST_NS, progress)) {
      // The events do the work.
    }
    // Everything up to the end of the trace runs, however short the tail may be.
    long endLimitNs = traceEndNs + scenario.tailNs();
    while (!settled() && runNext(endLimitNs, progress)) {
      // The events do the work.
    }
    long endNs = Math.max(queue.nowNs(), traceEndNs);
    if (!settled() && queue.nextNs() > endLimitNs) {
      endNs = endLimitNs;
    }
    recorder.advanceTo(endNs);
    meterCpu(endNs);
    recorder.finish();
    exhaustion.finish(endNs);
    Conservation.check(recorder.totals(), services, server);
    return outcome(endNs);
  }

  /** Runs the next event; false where there is none up to {@code lastNs}. */
  private boolean runNext(long lastNs, LongConsumer progress) {
    long nextNs = queue.nextNs();
    if (nextNs > lastNs) {
      return false;
    }
    recorder.advanceTo(nextNs);
    queue.runNext();
    if (--untilProgress == 0) {
      untilProgress = progressEvery;
      report(progress);
    }
    return true;
  }

  /** Says how far the run is, unless it is no longer wanted. */
  private void report(LongConsumer progress) {
    if (Thread.currentThread().isInterrupted()) {
      throw new CancellationException("interrupted at " + queue.nowNs() + " ns");
    }
    progress.accept(queue.nowNs());
  }

  private boolean settled() {
    if (recorder.atTraceEnd() == null) {
      return false;
    }
    for (ServiceRuntime service : services) {
      if (!service.settled()) {
        return false;
      }
    }
    return true;
  }

  /** The last trace has ended: what is measured as a mean ends here. */
  private void trafficEnded() {
    if (--running == 0) {
      queue.schedule(endOfTraffic(), queue.register(this::markTraceEnd), 0);
    }
  }

  private long endOfTraffic() {
    long endNs = Math.max(0, queue.nowNs());
    for (Arrivals source : arrivals) {
      endNs = Math.max(endNs, source.stats().endNs());
    }
    traceEndNs = endNs;
    return endNs;
  }

  private void markTraceEnd(long unused) {
    meterCpu(traceEndNs);
    recorder.markTraceEnd();
  }

  private void meterCpu(long nowNs) {
    for (ServiceRuntime service : services) {
      for (Revision revision : service.revisions) {
        if (revision.cpuMeter != null) {
          revision.cpuMeter.write(nowNs);
        }
      }
    }
  }

  /** Who holds the server's connections now, for people. */
  private String holders() {
    if (scenario.isPooled()) {
      return scenario.pooler().kind() + ": " + held(0);
    }
    StringBuilder text = new StringBuilder();
    for (ServiceRuntime service : services) {
      for (Revision revision : service.revisions) {
        if (recorder.value(revision.row, Gauge.DB_HELD) > 0 || recorder.rows() == 1) {
          text.append(text.length() == 0 ? "" : "; ")
              .append(revision.label())
              .append(": ")
              .append(held(revision.row))
              .append(", by ")
              .append(revision.fleet.ready())
              .append(revision.fleet.ready() == 1 ? " ready instance" : " ready instances");
        }
      }
    }
    return text.toString();
  }

  private String held(int row) {
    return recorder.value(row, Gauge.DB_HELD) + " held, " + recorder.value(row, Gauge.DB_BUSY)
        + " busy";
  }

  private RunOutcome outcome(long endNs) {
    List<TraceStats> traces = new ArrayList<>();
    List<MessageReport> messages = new ArrayList<>();
    long[] inside = new long[services.size()];
    for (int s = 0; s < inside.length; s++) {
      traces.add(arrivals.get(s).stats());
      inside[s] = services.get(s).clients.open();
      messages.add(services.get(s).clients.report());
    }
    return new RunOutcome(
        scenario,
        seed,
        number,
        recorder,
        exhaustion,
        census,
        server == null ? null : server.report(),
        events,
        traces,
        traceEndNs,
        endNs,
        inside,
        messages,
        table,
        queue.eventCount());
  }
}
