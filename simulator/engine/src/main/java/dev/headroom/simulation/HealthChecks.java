package dev.headroom.simulation;

import dev.headroom.core.Turn;
import dev.headroom.platform.Limits.HealthCheck;
import dev.headroom.results.Count;

/**
 * A load balancer's checks of the instances that serve: one that answers too late several times in
 * a row is taken out and replaced.
 *
 * <p>A check is answered after the time that its processor work takes among the requests that
 * compute at that moment; it takes no processor time from them. All instances are checked at the
 * same moments.
 */
final class HealthChecks {
  private final Revision revision;
  private final HealthCheck rule;
  private final int onCheck;

  private HealthChecks(Revision revision, HealthCheck rule) {
    this.revision = revision;
    this.rule = rule;
    this.onCheck = revision.queue.register(Turn.OBSERVE, unused -> check());
    scheduleNext();
  }

  /** Checks a revision's instances for as long as the run lasts, if its platform does. */
  static void schedule(Revision revision) {
    HealthCheck rule = revision.spec.platform().limits().healthCheck();
    if (rule != null) {
      new HealthChecks(revision, rule);
    }
  }

  private void scheduleNext() {
    revision.queue.schedule(revision.queue.nowNs() + rule.intervalNs(), onCheck, 0);
  }

  private void check() {
    scheduleNext();
    Instances rows = revision.fleet.rows;
    int removed = 0;
    for (int i = 0; i < rows.used(); i++) {
      Instance instance = rows.at(i);
      if (!instance.serves()) {
        continue;
      }
      double responseNs = revision.work.responseNs(i, rule.cpuNs());
      instance.failedChecks = responseNs > rule.timeoutNs() ? instance.failedChecks + 1 : 0;
      if (instance.failedChecks == rule.unhealthyThreshold()) {
        remove(i, responseNs);
        removed++;
      }
    }
    if (removed > 0) {
      revision.replaceLost();
    }
  }

  private void remove(int i, double responseNs) {
    long nowNs = revision.queue.nowNs();
    revision.recorder.count(revision.row, Count.UNHEALTHY);
    revision.events.add(
        nowNs,
        revision.label(),
        "health",
        "failed "
            + rule.unhealthyThreshold() + " checks: instance " + revision.fleet.rows.at(i).ordinal
            + " with " + revision.fleet.rows.at(i).load + " requests inside would answer after "
            + Math.round(responseNs / 1e6) + " ms");
    revision.fleet.stop(i);
  }
}
