package dev.headroom.database;

import dev.headroom.config.ConfigNode;
import dev.headroom.core.Decimals;
import dev.headroom.core.Draws;
import dev.headroom.core.EventQueue;
import dev.headroom.core.FailureReason;
import dev.headroom.core.Purpose;
import dev.headroom.scenario.Scenario;
import dev.headroom.scenario.ScenarioReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Pools before a server, a pooler between if there is one, and a log of what became of it all. */
final class PoolRig extends DeafListener {
  private static final double MILLI = 1e6;

  final EventQueue queue = new EventQueue(0);
  final Exhaustion exhaustion = new Exhaustion(() -> "");
  final PoolCensus census = new PoolCensus();
  final DatabaseServer server;
  final Pooler pooler;
  final InstancePools pools;
  final List<String> log = new ArrayList<>();
  final Map<Refusal, Integer> refusals = new TreeMap<>();
  final List<Double> poolWaitsMs = new ArrayList<>();
  final List<Double> poolerWaitsMs = new ArrayList<>();
  int acquireTimeouts;
  int poolerTimeouts;
  /** What the series of a result would show: connections in use, on their way, asked for. */
  int busy;

  int opening;
  int waiting;
  private final List<Runnable> actions = new ArrayList<>();
  private final int onAction;
  private final Map<Integer, Double> holdMs = new HashMap<>();

  /** A rig with the {@code database} section of a scenario, models laid under it. */
  PoolRig(String database, long seed) {
    Scenario scenario = scenario(database);
    onAction = queue.register(i -> actions.get((int) i).run());
    server = new DatabaseServer(queue, scenario.server(), exhaustion);
    PoolerOptions options = scenario.pooler();
    boolean tunnel = options != null && options.mode() == PoolerOptions.Mode.NONE;
    pooler = options == null || tunnel
        ? null
        : new Pooler(queue, options, server, Draws.of(seed, 0, Purpose.PINNED_CLIENT));
    ConnectionTarget target = server;
    if (tunnel) {
      target = new Tunnel(queue, options.connectLatencyNs(), server, this);
    } else if (pooler != null) {
      pooler.meterBy(this);
      target = pooler;
    }
    pools = new InstancePools(
        queue,
        scenario.services().get(0).pool(),
        new PoolPlace(
            target,
            pooler == null,
            this,
            exhaustion,
            census,
            Draws.of(seed, 0, Purpose.CONNECTION_LIFE)));
  }

  PoolRig(String database) {
    this(database, 1);
  }

  /** A scenario whose one class of requests asks the database. */
  static Scenario scenario(String database) {
    return ScenarioReader.read(ConfigNode.parse("rig.yaml", """
            apiVersion: headroom/v1
            kind: Scenario
            metadata: { name: rig }
            workload:
              generate: { shape: constant, rate: 1/s, duration: 1s }
              classes: [ { name: r, service: { cpu: 0ms }, queries: { count: 1, each: 1ms } } ]
            platform: { use: generic }
            database: %s
            """.formatted(database)));
  }

  /** Does something at a time. */
  void at(double ms, Runnable action) {
    actions.add(action);
    queue.schedule((long) (ms * MILLI), onAction, actions.size() - 1);
  }

  /** An attempt asks at a time and gives back what it got after so long. */
  void use(double ms, int attempt, int instance, double forMs) {
    holdMs.put(attempt, forMs);
    at(ms, () -> pools.borrow(attempt, instance));
  }

  /** Runs until a time. */
  void run(double untilMs) {
    while (queue.nextNs() <= untilMs * MILLI && queue.runNext()) {
      // What happens is in the log.
    }
  }

  double nowMs() {
    return queue.nowNs() / MILLI;
  }

  private void log(String text) {
    StringBuilder line = new StringBuilder();
    Decimals.append(line, nowMs(), 3);
    log.add(line.append(' ').append(text).toString());
  }

  @Override
  public void borrowed(int attempt) {
    log("borrowed " + attempt);
    if (pooler == null) {
      at(nowMs() + holdMs.get(attempt), () -> pools.release(attempt));
    } else {
      pooler.acquire(pools.connection(attempt), attempt, this);
    }
  }

  @Override
  public void served(int attempt) {
    log("served " + attempt);
    at(nowMs() + holdMs.get(attempt), () -> {
      pooler.release(pools.connection(attempt));
      pools.release(attempt);
    });
  }

  @Override
  public void failed(int attempt, FailureReason reason) {
    log("failed " + attempt + " " + reason.label());
    if (reason == FailureReason.POOLER_TIMEOUT) {
      pools.release(attempt);
    }
  }

  @Override
  public void refused(Refusal refusal) {
    refusals.merge(refusal, 1, Integer::sum);
    log("refused " + refusal.label());
  }

  @Override
  public void busyChanged(int delta) {
    busy += delta;
  }

  @Override
  public void openingChanged(int delta) {
    opening += delta;
  }

  @Override
  public void waitingChanged(int delta) {
    waiting += delta;
  }

  @Override
  public void acquireTimedOut() {
    acquireTimeouts++;
  }

  @Override
  public void poolerTimedOut() {
    poolerTimeouts++;
  }

  @Override
  public void waited(long waitNs) {
    poolWaitsMs.add(waitNs / MILLI);
  }

  @Override
  public void poolerWaited(long waitNs) {
    poolerWaitsMs.add(waitNs / MILLI);
  }

  @Override
  public void poolStarted(int instance) {
    log("started " + instance);
    pools.start(instance);
  }

  @Override
  public void poolStartFailed(int instance) {
    log("start failed " + instance);
  }

  @Override
  public void heldChanged(int delta) {
    log("held " + server.held());
  }
}
