package dev.headroom.simulation;

import dev.headroom.core.Draws;
import dev.headroom.core.EventQueue;
import dev.headroom.core.Purpose;
import dev.headroom.database.ConnectionTarget;
import dev.headroom.database.Exhaustion;
import dev.headroom.database.InstancePools;
import dev.headroom.database.PoolPlace;
import dev.headroom.database.Tunnel;
import dev.headroom.platform.PlatformModel.BillingKind;
import dev.headroom.results.Recorder;
import dev.headroom.scaling.ProvisionedOptions;
import dev.headroom.scenario.RevisionSpec;

/**
 * One revision of a service: its instances, the way to them, its autoscaler and its connections.
 * The callers and their attempts belong to the service.
 */
final class Revision {
  /** Revisions of one service have streams of draws this far apart; services are neighbours. */
  private static final int STREAM_STRIDE = 1 << 16;

  final ServiceRuntime service;
  final RevisionSpec spec;
  final int number;
  /** Its row in the recorder. */
  final int row;

  final EventQueue queue;
  final Recorder recorder;
  final EventLog events;
  final Exhaustion exhaustion;
  final Attempts attempts;
  /** Machines its instances are placed on, or null where that is no limit. */
  final Nodes nodes;

  final DatabaseMeter database;
  final InstancePools pools;
  final Fleet fleet;
  final Router router;
  final Sizing sizing;
  final Work work;
  final Scaler scaler;
  /** The environments it keeps ready, or null. */
  final ProvisionedConcurrency provisioned;
  /** Where processor time is billed, else null. */
  final CpuMeter cpuMeter;
  /** How its platform takes instances back, or null. */
  final Interruptions interruptions;
  /** The deployment that brings it up, or null. */
  Rollout rollout;

  Revision(
      ServiceRuntime service,
      int number,
      int row,
      ServiceRuntime.Shared shared,
      Account.Share account) {
    this.service = service;
    this.spec = service.spec.revisions().get(number);
    this.number = number;
    this.row = row;
    this.queue = shared.queue();
    this.recorder = shared.recorder();
    this.events = shared.events();
    this.exhaustion = shared.exhaustion();
    this.attempts = service.attempts;
    int pool = service.spec.nodePool();
    this.nodes = pool < 0 ? null : shared.nodes().get(pool);
    this.database = new DatabaseMeter(this, shared.server());
    this.pools = spec.pool() == null || shared.server() == null
        ? null
        : new InstancePools(queue, spec.pool(), poolsAt(shared));
    Seniority seniority = new Seniority();
    ProvisionedOptions kept = spec.scaling().warm().provisioned();
    Dispatch dispatch = dispatch(seniority);
    ProvisionedFirstDispatch keptFirst =
        kept == null ? null : new ProvisionedFirstDispatch(dispatch(seniority), dispatch);
    dispatch = kept == null ? dispatch : keptFirst;
    this.fleet = new Fleet(this, dispatch, seniority);
    if (kept != null) {
      keptFirst.over(fleet.rows);
    }
    this.provisioned =
        kept == null ? null : new ProvisionedConcurrency(this, dispatch, account, kept);
    if (pools != null && !spec.platform().limits().idleCpu()) {
      pools.freezeWhen(i -> fleet.rows.at(i).load == 0);
    }
    this.router = new Router(this, dispatch, account);
    this.sizing = new Sizing(this);
    this.work = new Work(this, shared);
    this.cpuMeter =
        spec.platform().billing().kind() == BillingKind.ACTIVE_CPU ? new CpuMeter(this) : null;
    this.scaler = shared.scalers().apply(this);
    HealthChecks.schedule(this);
    this.interruptions = Interruptions.of(this);
    if (nodes != null) {
      nodes.serves(this);
    }
  }

  private PoolPlace poolsAt(ServiceRuntime.Shared shared) {
    ConnectionTarget target = shared.server();
    if (shared.pooler() != null) {
      target = shared.pooler();
    } else if (shared.poolerOptions() != null) {
      target = new Tunnel(queue, shared.poolerOptions().connectLatencyNs(), target, database);
    }
    return new PoolPlace(
        target,
        shared.pooler() == null,
        database,
        exhaustion,
        shared.census(),
        draws(Purpose.CONNECTION_LIFE));
  }

  /** An instance went that nobody wanted to go: as many as wanted are there or start. */
  void replaceLost() {
    if (provisioned != null) {
      provisioned.makeGood();
    }
    sizing.makeGood();
    router.callForInstances();
  }

  /** Something is idle: it may have to go for an environment that is to be kept ready. */
  void idleMakesRoom() {
    if (provisioned != null) {
      provisioned.makeRoom();
    }
  }

  private Dispatch dispatch(Seniority seniority) {
    return Dispatch.of(
        spec.platform().dispatch(),
        spec.platform().concurrency(),
        draws(Purpose.DISPATCH),
        seniority);
  }

  /** Live instances without those that are kept ready. */
  int onDemand() {
    return provisioned == null ? fleet.live() : fleet.live() - provisioned.ready();
  }

  /** What to call it where people read: the service, and the revision where there are several. */
  String label() {
    return service.spec.label(number);
  }

  /** Draws of its instances, whatever other revisions and services do. */
  Draws draws(Purpose purpose) {
    return service.draws(purpose, service.index + STREAM_STRIDE * number);
  }

  /** No more traffic comes: what is idle goes, what is busy finishes, nothing is decided. */
  void retire() {
    scaler.stop();
    if (provisioned != null) {
      provisioned.retire();
    }
    sizing.setBounds(0, 0);
    sizing.scaleTo(0);
    router.drainInto(service);
  }

  /** Whether its instances are at their minimum and none is still stopping. */
  boolean settled() {
    return fleet.draining() == 0 && onDemand() <= sizing.floor() && scaler.settled();
  }
}
