package dev.headroom.properties;

import dev.headroom.database.PoolOptions;
import dev.headroom.database.PoolerOptions.Mode;
import dev.headroom.database.ServerOptions;
import dev.headroom.platform.PlatformModel.Binding;
import dev.headroom.results.Bins;
import dev.headroom.results.Gauge;
import dev.headroom.results.Recorder;
import dev.headroom.scaling.ScalingOptions;
import dev.headroom.scaling.ScheduleOptions;
import dev.headroom.scenario.RevisionSpec;
import dev.headroom.scenario.Scenario;
import dev.headroom.scenario.ServiceSpec;
import java.util.List;

/** Limits that no run may exceed at any bin of its series. */
final class Ceilings {
  private static final double ROUNDING = 1e-9;

  private final Scenario scenario;
  private final Recorder recorder;
  private final long endNs;
  private final List<String> broken;

  private Ceilings(Trial trial, List<String> broken) {
    this.scenario = trial.scenario();
    this.recorder = trial.outcome().recorder();
    this.endNs = trial.outcome().endNs();
    this.broken = broken;
  }

  static void check(Trial trial, List<String> broken) {
    Ceilings ceilings = new Ceilings(trial, broken);
    for (int s = 0; s < trial.scenario().services().size(); s++) {
      ServiceSpec service = trial.scenario().services().get(s);
      for (int r = 0; r < service.revisions().size(); r++) {
        ceilings.revision(service, service.revisions().get(r), trial.scenario().firstRow(s) + r);
      }
    }
    ceilings.shared();
  }

  private Bins bins() {
    return recorder.bins();
  }

  private double lengthNs(int bin) {
    return Math.min(recorder.binNs(), endNs - (double) bin * recorder.binNs());
  }

  private double integral(int bin, int row, List<Gauge> gauges) {
    double sum = 0;
    for (Gauge gauge : gauges) {
      sum += bins().integral(bin, row, gauge);
    }
    return sum;
  }

  private void atMost(String what, int bin, double value, double most) {
    boolean first = broken.stream().noneMatch(text -> text.startsWith(what + " in bin "));
    if (first && value > most * (1 + ROUNDING) + 1) {
      broken.add(what + " in bin " + bin + ": " + value + " above " + most);
    }
  }

  private void revision(ServiceSpec service, RevisionSpec spec, int row) {
    double most = most(spec.scaling());
    double concurrency = spec.platform().concurrency();
    boolean central = spec.platform().binding() == Binding.CENTRAL
        || spec.scaling().onNoSlot() != ScalingOptions.OnNoSlot.START;
    List<Gauge> serving = Ledger.STATES.subList(0, Ledger.STATES.size() - 1);
    boolean moved = service.deployments().size() > 0;
    for (int bin = 0; bin < bins().size(); bin++) {
      double ns = lengthNs(bin);
      if (!moved) {
        atMost("instances of " + spec.name(), bin, integral(bin, row, serving), most * ns);
      }
      double working = integral(bin, row, List.of(Gauge.BUSY, Gauge.DRAINING));
      double inService = bins().integral(bin, row, Gauge.IN_SERVICE);
      if (concurrency < Integer.MAX_VALUE) {
        atMost("requests inside", bin, inService, concurrency * working);
      }
      if (central && spec.platform().queue() != null && !moved) {
        atMost(
            "queue",
            bin,
            bins().integral(bin, row, Gauge.QUEUED),
            (double) spec.platform().queue().limit() * ns);
      }
      atMost(
          "environments kept busy",
          bin,
          bins().integral(bin, row, Gauge.PROVISIONED_BUSY),
          working);
      database(spec, row, bin);
      if (service.reservedConcurrency() >= 0) {
        double let = integral(bin, row, List.of(Gauge.IN_SERVICE, Gauge.QUEUED));
        atMost("reserved concurrency", bin, let, service.reservedConcurrency() * ns);
      }
    }
  }

  /** The highest maximum that ever holds; more may be there when the run begins. */
  private static double most(ScalingOptions scaling) {
    double most = Math.max(scaling.max(), scaling.min());
    for (ScheduleOptions.Action action : scaling.schedule().actions()) {
      most = Math.max(most, Math.max(action.max(), action.min()));
    }
    return most;
  }

  private void database(RevisionSpec spec, int row, int bin) {
    PoolOptions pool = spec.pool();
    if (pool == null || scenario.pooler() != null) {
      return;
    }
    double held = bins().integral(bin, row, Gauge.DB_HELD);
    atMost("connections in use", bin, bins().integral(bin, row, Gauge.DB_BUSY), held);
    // Connections of an instance that went without a word stay with the server for a time.
    boolean close =
        spec.platform().limits().closesConnections() || scenario.server().deadPeerTimeoutNs() == 0;
    if (close && pool.most() < Integer.MAX_VALUE) {
      double up = integral(bin, row, List.of(Gauge.IDLE, Gauge.BUSY, Gauge.DRAINING));
      atMost("connections of the pools", bin, held, pool.most() * up);
    }
  }

  private void shared() {
    ServerOptions server = scenario.server();
    for (int bin = 0; bin < bins().size(); bin++) {
      if (server != null) {
        atMost("connections held", bin, bins().dbHeldMax(bin), server.usable());
      }
      if (scenario.pooler() != null && scenario.pooler().mode() != Mode.NONE) {
        atMost(
            "the pooler's connections",
            bin,
            bins().dbHeldMax(bin),
            (double) scenario.pooler().poolers() * scenario.pooler().servers().most());
      }
      for (int n = 0; n < scenario.nodePools().size(); n++) {
        atMost(
            "nodes",
            bin,
            integral(bin, scenario.rows() + n, List.of(Gauge.NODES, Gauge.NODES_BOOTING)),
            scenario.nodePools().get(n).max() * lengthNs(bin));
      }
    }
    scenario.accounts().forEach(this::account);
  }

  private void account(String name, int concurrency) {
    for (int bin = 0; bin < bins().size(); bin++) {
      double inside = 0;
      for (int s = 0; s < scenario.services().size(); s++) {
        if (name.equals(scenario.services().get(s).account())) {
          for (int row = scenario.firstRow(s); row < scenario.firstRow(s + 1); row++) {
            inside += integral(bin, row, List.of(Gauge.IN_SERVICE, Gauge.QUEUED));
          }
        }
      }
      atMost("account " + name, bin, inside, concurrency * lengthNs(bin));
    }
  }
}
