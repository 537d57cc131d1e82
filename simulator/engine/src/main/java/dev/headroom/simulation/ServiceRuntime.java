package dev.headroom.simulation;

import dev.headroom.core.Draws;
import dev.headroom.core.EventQueue;
import dev.headroom.core.FailureReason;
import dev.headroom.core.Purpose;
import dev.headroom.database.DatabaseServer;
import dev.headroom.database.Exhaustion;
import dev.headroom.database.PoolCensus;
import dev.headroom.database.Pooler;
import dev.headroom.database.PoolerOptions;
import dev.headroom.database.RequestUnitTable;
import dev.headroom.results.Recorder;
import dev.headroom.scenario.ServiceSpec;
import dev.headroom.scenario.ServiceSpec.Deployment;
import dev.headroom.traffic.Arrivals;
import dev.headroom.traffic.TraceStats;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** One service of a run: its callers, and the revisions among which its traffic is split. */
final class ServiceRuntime {
  final ServiceSpec spec;
  final int index;
  final EventQueue queue;
  final Recorder recorder;
  final EventLog events;
  final Exhaustion exhaustion;
  final Map<String, StartRate.Launches> launches;
  /** What is known of its traffic before the first arrival: whether it has a calendar. */
  final TraceStats traffic;

  final Attempts attempts = new Attempts();
  final Revision[] revisions;
  final Clients clients;
  /** Whether a deployment is in progress. */
  boolean deploying;

  private final Run run;
  private final Runnable onTrafficEnd;
  private final Draws splitDraws;
  /** Each revision's share of the traffic; together 1. */
  private final double[] share;

  /**
   * Which draws a run makes.
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
   * @param poolerOptions of the pooler or tunnel before it, or null
   * @param census of the pools
   * @param table the database where it is one of request units, or null
   * @param nodes machines by the number of their pool
   * @param launches limits of starts that accounts have, by account and platform
   * @param scalers makes the autoscaler of each revision
   */
  record Shared(
      EventQueue queue,
      Recorder recorder,
      EventLog events,
      Exhaustion exhaustion,
      DatabaseServer server,
      Pooler pooler,
      PoolerOptions poolerOptions,
      PoolCensus census,
      RequestUnitTable table,
      List<Nodes> nodes,
      Map<String, StartRate.Launches> launches,
      Function<Revision, Scaler> scalers) {}

  /**
   * Builds the parts of a service.
   *
   * @param index its place in the scenario
   * @param firstRow the recorder's row of its first revision; the others follow
   * @param account its part of an account's concurrency, or null
   * @param onTrafficEnd told when its trace has ended
   */
  ServiceRuntime(
      ServiceSpec spec,
      int index,
      int firstRow,
      Run run,
      Shared shared,
      Account.Share account,
      Arrivals arrivals,
      Runnable onTrafficEnd) {
    this.spec = spec;
    this.index = index;
    this.run = run;
    this.queue = shared.queue();
    this.recorder = shared.recorder();
    this.events = shared.events();
    this.exhaustion = shared.exhaustion();
    this.launches = shared.launches();
    this.traffic = arrivals.stats();
    this.onTrafficEnd = onTrafficEnd;
    this.splitDraws = draws(Purpose.REVISION, index);
    this.revisions = new Revision[spec.revisions().size()];
    this.share = new double[revisions.length];
    for (int r = 0; r < revisions.length; r++) {
      revisions[r] = new Revision(this, r, firstRow + r, shared, account);
      share[r] = spec.revisions().get(r).share();
    }
    this.clients = new Clients(this, arrivals);
    Rollout before = null;
    for (Deployment deployment : spec.deployments()) {
      before = new Rollout(this, deployment, before);
    }
  }

  /** A revision's share of the traffic now. */
  double share(int revision) {
    return share[revision];
  }

  /** Changes a revision's share of the traffic; whoever does so keeps the sum at 1. */
  void setShare(int revision, double newShare) {
    share[revision] = newShare;
  }

  /**
   * The revision that an attempt goes to. The draw is the request's own, so that moving the split
   * moves only the requests between the old line and the new.
   */
  int revisionFor(long entity) {
    if (revisions.length == 1) {
      return 0;
    }
    double left = splitDraws.uniform(entity);
    int last = 0;
    for (int r = 0; r < revisions.length; r++) {
      if (share[r] > 0) {
        last = r;
        left -= share[r];
        if (left < 0) {
          return r;
        }
      }
    }
    return last; // rounding of the shares left nothing beyond it
  }

  /** Draws of its requests. */
  Draws draws(Purpose purpose) {
    return draws(purpose, index);
  }

  Draws draws(Purpose purpose, int stream) {
    return Draws.of(run.seed(), run.number(), purpose, stream);
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
    if (!clients.ended() || clients.open() != 0) {
      return false;
    }
    for (Revision revision : revisions) {
      if (!revision.settled()) {
        return false;
      }
    }
    return true;
  }

  /** Folds how an attempt ended into the fingerprint. */
  void fold(int a, int outcome) {
    Attempt attempt = attempts.at(a);
    if (attempt.has(Attempt.COUNTED)) {
      recorder.fold(attempt.entity, ((long) index << 32) + ((long) attempt.number << 8) + outcome);
    }
  }
}
