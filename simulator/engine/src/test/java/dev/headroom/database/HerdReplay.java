package dev.headroom.database;

import dev.headroom.core.Draws;
import dev.headroom.core.EventQueue;
import dev.headroom.core.Purpose;
import dev.headroom.scenario.Scenario;
import java.util.Arrays;

/** Many pools that start at recorded times before one server, some of which close again. */
final class HerdReplay extends DeafListener {
  private static final double MILLI = 1e6;

  /**
   * What one replay gives.
   *
   * @param refused connection attempts refused before the first pool closes
   * @param failedStarts starts that failed
   * @param firstFullMs first look at which the server had as many connections as it ever had
   * @param full pools with all their connections before the first pool closes
   * @param some pools with at least one then
   * @param refillMs from the order to close until a look found the target open again
   * @param openAtEnd connections at the end
   */
  record Seen(
      double refused,
      double failedStarts,
      double firstFullMs,
      double full,
      double some,
      double refillMs,
      double openAtEnd) {}

  /**
   * What the case prescribes.
   *
   * @param startMs of each pool's first start
   * @param closeMs when it closes, infinite where it stays
   * @param restartMs pause between a failed start and the next, NaN where starts do not fail
   * @param size of each pool
   * @param scaleInMs when the order to close is given
   * @param lookMs when full pools are counted
   * @param samplesMs when the server's connections are counted
   * @param usable connections that there can be
   */
  record Plan(
      double[] startMs,
      double[] closeMs,
      double restartMs,
      int size,
      double scaleInMs,
      double lookMs,
      double[] samplesMs,
      int usable) {}

  private final EventQueue queue = new EventQueue(0);
  private final DatabaseServer server;
  private final InstancePools pools;
  private final PoolCensus census = new PoolCensus();
  private final Plan plan;
  private final boolean[] closed;
  private final int onStart;
  private int refused;
  private int failedStarts;

  private HerdReplay(Plan plan, String database, long seed) {
    this.plan = plan;
    this.closed = new boolean[plan.startMs().length];
    Scenario scenario = PoolRig.scenario(database);
    Exhaustion exhaustion = new Exhaustion(() -> "");
    server = new DatabaseServer(queue, scenario.server(), exhaustion);
    pools = new InstancePools(
        queue,
        scenario.services().get(0).pool(),
        new PoolPlace(
            server, true, this, exhaustion, census, Draws.of(seed, 0, Purpose.CONNECTION_LIFE)));
    onStart = queue.register(i -> start((int) i));
  }

  static Seen of(Plan plan, String database, long seed) {
    return new HerdReplay(plan, database, seed).run();
  }

  private Seen run() {
    int onClose = queue.register(i -> close((int) i));
    for (int i = 0; i < closed.length; i++) {
      queue.schedule((long) (plan.startMs()[i] * MILLI), onStart, i);
      if (plan.closeMs()[i] < Double.MAX_VALUE) {
        queue.schedule((long) (plan.closeMs()[i] * MILLI), onClose, i);
      }
    }
    int most = 0;
    double mostMs = 0;
    PoolCensus.Moment before = census.at(0);
    double some = 0;
    double refusedBefore = 0;
    double lastCloseMs =
        Arrays.stream(plan.closeMs()).filter(ms -> ms < Double.MAX_VALUE).max().orElse(0);
    long staying =
        Arrays.stream(plan.closeMs()).filter(ms -> ms == Double.MAX_VALUE).count();
    long target = Math.min(plan.usable(), staying * plan.size());
    double refillMs = Double.POSITIVE_INFINITY;
    for (double ms : plan.samplesMs()) {
      runUntil(ms);
      if (server.held() > most) {
        most = server.held();
        mostMs = ms;
      }
      if (ms <= plan.lookMs()) {
        before = census.at(queue.nowNs());
        some = withSome();
      }
      if (ms <= plan.scaleInMs()) {
        refusedBefore = refused;
      }
      boolean refilled = ms > lastCloseMs && server.held() >= target;
      if (refilled && refillMs == Double.POSITIVE_INFINITY) {
        refillMs = ms - plan.scaleInMs();
      }
    }
    return new Seen(
        refusedBefore, failedStarts, mostMs, before.full(), some, refillMs, server.held());
  }

  private int withSome() {
    int count = 0;
    for (int i = 0; i < closed.length; i++) {
      count += pools.held(i) > 0 ? 1 : 0;
    }
    return count;
  }

  private void runUntil(double ms) {
    while (queue.nextNs() <= ms * MILLI && queue.runNext()) {
      // The server and the pools do.
    }
  }

  private void start(int i) {
    if (closed[i]) {
      return;
    }
    if (pools.connectsFirst()) {
      pools.connectFirst(i);
    } else {
      pools.start(i);
    }
  }

  private void close(int i) {
    closed[i] = true;
    pools.stop(i, true);
  }

  @Override
  public void poolStarted(int instance) {
    pools.start(instance);
  }

  @Override
  public void poolStartFailed(int instance) {
    failedStarts++;
    queue.schedule(queue.nowNs() + (long) (plan.restartMs() * MILLI), onStart, instance);
  }

  @Override
  public void refused(Refusal refusal) {
    refused++;
  }
}
