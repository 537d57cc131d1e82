package dev.headroom.twin;

import dev.headroom.core.Turn;
import dev.headroom.platform.Limits.HealthCheck;
import java.util.Comparator;
import java.util.List;

/** A load balancer's checks: an instance that answers too late too often is replaced. */
final class Health {
  private Health() {}

  static void begin(Revision revision) {
    HealthCheck rule = revision.spec.platform().limits().healthCheck();
    if (rule != null) {
      plan(revision, rule);
    }
  }

  private static void plan(Revision revision, HealthCheck rule) {
    World world = revision.world;
    world.at(world.nowNs + rule.intervalNs(), Turn.OBSERVE, () -> {
      plan(revision, rule);
      check(revision, rule);
    });
  }

  private static void check(Revision revision, HealthCheck rule) {
    List<Box> bySeat =
        revision.boxes.stream().sorted(Comparator.comparingInt(box -> box.seat)).toList();
    double usable = revision.spec.platform().instance().usableVcpus();
    boolean removed = false;
    for (Box box : bySeat) {
      if (box.serving()) {
        int sharing = box.cpu.size() + 1;
        double answerNs = rule.cpuNs() * sharing / Math.min(sharing, usable);
        box.failedChecks = answerNs > rule.timeoutNs() ? box.failedChecks + 1 : 0;
        if (box.failedChecks == rule.unhealthyThreshold()) {
          revision.stop(box);
          removed = true;
        }
      }
    }
    if (removed) {
      revision.replaceLost();
    }
  }
}
