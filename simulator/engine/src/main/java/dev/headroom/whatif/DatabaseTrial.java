package dev.headroom.whatif;

import dev.headroom.core.FailureReason;
import dev.headroom.core.UserError;
import dev.headroom.database.Exhaustion.Interval;
import dev.headroom.database.PoolOptions;
import dev.headroom.results.Count;
import dev.headroom.results.Recorder;
import dev.headroom.scenario.Scenario;
import dev.headroom.scenario.ServiceSpec;
import dev.headroom.simulation.RunOutcome;
import dev.headroom.simulation.Simulation;
import dev.headroom.whatif.DatabaseFixes.Fix;
import dev.headroom.whatif.DatabaseFixes.Setting;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/** A scenario's traffic run against its database, as it is and with changes. */
public final class DatabaseTrial {
  /** Fresh seeds on which a change must hold too. */
  private static final int CONFIRMATIONS = 2;

  private final Scenario scenario;
  private final long seed;
  private final RunOutcome outcome;

  /**
   * What a run says of the database.
   *
   * @param offered requests
   * @param failed of them, for any reason
   * @param failedByDatabase of them, for want of a connection
   * @param exhausted intervals without a usable slot
   * @param exhaustedNs their total length
   * @param peakConnections most that the server held
   * @param refused connection attempts
   * @param p99Ns latency of completed requests, negative where none completed
   * @param acquireP99Ns wait for a connection
   * @param peakInstances per service
   */
  public record Observed(
      long offered,
      long failed,
      long failedByDatabase,
      List<Interval> exhausted,
      long exhaustedNs,
      long peakConnections,
      long refused,
      long p99Ns,
      long acquireP99Ns,
      List<Integer> peakInstances) {

    /** Whether nobody went without a connection. */
    public boolean fits() {
      return exhaustedNs == 0 && failedByDatabase == 0;
    }
  }

  /** A change, simulated; verified where it held on fresh seeds too. */
  public record Tried(Fix fix, Observed after, boolean verified) {}

  private DatabaseTrial(Scenario scenario, long seed) {
    this.scenario = scenario;
    this.seed = seed;
    this.outcome = Simulation.run(scenario, seed, nowNs -> {});
  }

  /** Runs a scenario that has a database. */
  public static DatabaseTrial run(Scenario scenario, long seed) {
    return new DatabaseTrial(scenario, seed);
  }

  /** What happened. */
  public Observed observed() {
    return observe(outcome);
  }

  /**
   * The changes that the arithmetic offers for as many instances as this traffic starts where the
   * server has no limit (refused requests would hide some), each simulated with the same traffic.
   * None where the database was no trouble.
   */
  public List<Tried> fixes(double surge) {
    Observed before = observed();
    List<Tried> tried = new ArrayList<>();
    if (before.fits()) {
      return tried;
    }
    Observed wanted = observe(
        Simulation.run(scenario.with("database.maxConnections", "unlimited"), seed, n -> {}));
    ConnectionPlan configured = plan(scenario, surge);
    ConnectionPlan plan = configured;
    for (int s = 0; s < plan.services().size(); s++) {
      PoolUser user = plan.services().get(s);
      int peak = wanted.peakInstances().get(serviceOf(user));
      plan = plan.with(s, user.withInstances(Math.min(user.instances(), peak)));
    }
    for (Fix fix : DatabaseFixes.of(plan, configured)) {
      Scenario changed = changed(fix);
      if (changed != null) {
        Observed after = observe(Simulation.run(changed, seed, nowNs -> {}));
        boolean holds = mends(before, after);
        for (int i = 1; holds && i <= CONFIRMATIONS; i++) {
          Observed without = observe(Simulation.run(scenario, seed + i, nowNs -> {}));
          holds = mends(without, observe(Simulation.run(changed, seed + i, nowNs -> {})));
        }
        tried.add(new Tried(fix, after, holds));
      }
    }
    return tried;
  }

  /** No trouble with the database any more, and no other failures instead. */
  private static boolean mends(Observed before, Observed after) {
    return after.fits() && after.failed() <= before.failed() - before.failedByDatabase();
  }

  /** The changed scenario, or null where the change makes no valid one. */
  private Scenario changed(Fix fix) {
    Scenario changed = scenario;
    try {
      for (Setting setting : fix.settings()) {
        changed = changed.with(setting.path(), setting.yaml());
      }
    } catch (UserError e) {
      return null;
    }
    return changed;
  }

  private int serviceOf(PoolUser user) {
    for (int s = 0; s < scenario.services().size(); s++) {
      if (scenario.services().get(s).name().equals(user.name())) {
        return s;
      }
    }
    throw new IllegalStateException(user.name());
  }

  /**
   * The plan of a scenario with as many instances as its platforms may start.
   *
   * @param surge of deployments, where the scenario has none
   */
  public static ConnectionPlan plan(Scenario scenario, double surge) {
    if (scenario.server() == null) {
      throw UserError.invalid(scenario.tree().position() + ": database: missing; headroom db needs"
          + " a scenario with a database and a pool");
    }
    List<PoolUser> users = new ArrayList<>();
    double overlap = -1;
    for (ServiceSpec service : scenario.services()) {
      if (service.pool() != null) {
        users.add(user(service));
      }
      for (ServiceSpec.Deployment deployment : service.deployments()) {
        overlap = Math.max(overlap, deployment.surge());
      }
    }
    if (users.isEmpty()) {
      throw UserError.invalid(scenario.tree().position()
          + ": workload.classes: none has queries, so nothing asks for a connection");
    }
    PoolerPlan pooler = scenario.pooler() == null
        ? null
        : new PoolerPlan(
            scenario.pooler().kind(),
            scenario.pooler().multiplexes(),
            scenario.pooler().poolers() * scenario.pooler().servers().most(),
            scenario.pooler().clientLimit(),
            null);
    return new ConnectionPlan(
        ScenarioDatabase.budget(scenario), users, overlap < 0 ? surge : overlap, pooler);
  }

  /** A lazy pool opens no more connections than there are requests inside the instance. */
  private static PoolUser user(ServiceSpec service) {
    PoolOptions pool = service.pool();
    int inside = service.platform().concurrency();
    int size = pool.size() == 0 ? inside : pool.size();
    boolean lazy = pool.open() == PoolOptions.Open.LAZY;
    int held = lazy ? Math.min(size, inside) : size;
    String why = held == pool.size()
        ? null
        : pool.size() == 0
            ? "a connection for each request inside"
            : "of a pool of " + pool.size() + " that opens them one by one for at most " + inside
                + (inside == 1 ? " request" : " requests") + " inside";
    return new PoolUser(service.name(), service.scaling().max(), held, why);
  }

  private Observed observe(RunOutcome run) {
    Recorder recorder = run.recorder();
    long byDatabase = 0;
    Histogram latency = new Histogram(recorder.latency(0));
    for (int row = 0; row < scenario.rows(); row++) {
      for (FailureReason reason : FailureReason.values()) {
        byDatabase += reason.isDatabase() ? recorder.totals().failed(row, reason) : 0;
      }
      latency.add(recorder.latency(row));
    }
    List<Integer> peaks = new ArrayList<>();
    for (int s = 0; s < scenario.services().size(); s++) {
      peaks.add(recorder.peakLiveOfService(s));
    }
    return new Observed(
        count(recorder, Count.OFFERED),
        count(recorder, Count.FAILED),
        byDatabase,
        List.copyOf(run.exhaustion().intervals()),
        run.exhaustion().totalNs(),
        recorder.peakDbHeld(),
        count(recorder, Count.DB_REFUSED),
        latency.getTotalCount() == 0 ? -1 : latency.getValueAtPercentile(99),
        recorder.acquireWait().getValueAtPercentile(99),
        peaks);
  }

  private long count(Recorder recorder, Count what) {
    long sum = 0;
    for (int row = 0; row < scenario.rows(); row++) {
      sum += recorder.totals().count(row, what);
    }
    return sum;
  }
}
