package dev.headroom.simulation;

import dev.headroom.core.Draws;
import dev.headroom.core.EventQueue;
import dev.headroom.core.FailureReason;
import dev.headroom.core.Purpose;
import dev.headroom.database.DatabaseServer;
import dev.headroom.database.Exhaustion;
import dev.headroom.database.InstancePools;
import dev.headroom.database.Pooler;
import dev.headroom.results.Recorder;
import dev.headroom.scenario.ServiceSpec;
import dev.headroom.traffic.Arrivals;

/** One service of a run: its parts, wired to each other and to what the run shares. */
final class ServiceRuntime {
  final ServiceSpec spec;
  final int index;
  final EventQueue queue;
  final Recorder recorder;
  final EventLog events;
  final Exhaustion exhaustion;
  final Attempts attempts = new Attempts();
  final DatabaseMeter database;
  final InstancePools pools;
  final Fleet fleet;
  final Router router;
  final Sizing sizing;
  final Work work;
  final Scaler scaler;
  final Clients clients;
  private final Run run;
  private final Runnable onTrafficEnd;

  /**
   * What a service shares with the others of its run.
   *
   * @param seed of the scenario
   * @param number of the run
   */
  record Run(long seed, int number) {}

  /**
   * The parts a run's services share.
   *
   * @param server the database, or null
   * @param pooler before it, or null
   */
  record Shared(
      EventQueue queue,
      Recorder recorder,
      EventLog events,
      Exhaustion exhaustion,
      DatabaseServer server,
      Pooler pooler) {}

  ServiceRuntime(
      ServiceSpec spec,
      int index,
      Run run,
      Shared shared,
      Account account,
      Arrivals arrivals,
      Runnable onTrafficEnd) {
    this.spec = spec;
    this.index = index;
    this.run = run;
    this.queue = shared.queue();
    this.recorder = shared.recorder();
    this.events = shared.events();
    this.exhaustion = shared.exhaustion();
    this.onTrafficEnd = onTrafficEnd;
    this.database = new DatabaseMeter(this, shared.server());
    boolean pooled = shared.pooler() != null;
    this.pools =
        spec.pool() == null || shared.server() == null
            ? null
            : new InstancePools(
                queue,
                spec.pool(),
                pooled ? shared.pooler() : shared.server(),
                !pooled,
                database,
                exhaustion);
    Dispatch dispatch = Dispatch.of(spec.platform().dispatch(), draws(Purpose.DISPATCH));
    this.fleet = new Fleet(this, dispatch);
    this.router = new Router(this, dispatch, account);
    this.sizing = new Sizing(this);
    this.work = new Work(this, shared.pooler());
    this.scaler = new Scaler(this);
    this.clients = new Clients(this, arrivals);
  }

  Draws draws(Purpose purpose) {
    return Draws.of(run.seed(), run.number(), purpose, index);
  }

  void trafficEnded() {
    onTrafficEnd.run();
  }

  /** A user in back-off wants the database again, or has come back. */
  void wantsDatabase(FailureReason reason, int delta) {
    if (reason.isDatabase()) {
      exhaustion.wantingChanged(delta, queue.nowNs());
    }
  }

  /** Whether every request has an outcome and the instances are at their minimum. */
  boolean settled() {
    return clients.ended()
        && clients.open() == 0
        && fleet.draining() == 0
        && fleet.live() <= spec.scaling().min();
  }
}
