package dev.headroom.simulation;

import dev.headroom.platform.PlatformModel;
import dev.headroom.platform.PlatformModel.BillingKind;
import dev.headroom.results.Count;
import dev.headroom.results.Gauge;
import dev.headroom.scaling.ScalingOptions;

/** Meters what rounding, minimums and idle rates add to the time instances spend in states. */
final class Billing {
  private final Revision revision;
  private final Fleet fleet;
  private final PlatformModel.Billing rule;
  private final boolean idleRate;

  Billing(Revision revision, Fleet fleet) {
    this.revision = revision;
    this.fleet = fleet;
    this.rule = revision.spec.platform().billing();
    ScalingOptions scaling = revision.spec.scaling();
    boolean hasMinimum = scaling.min() > 0 || !scaling.schedule().actions().isEmpty();
    this.idleRate = hasMinimum
        && (rule.kind() == BillingKind.ACTIVE_TIME || rule.kind() == BillingKind.ACTIVE_IDLE);
  }

  boolean perInvocation() {
    return rule.kind() == BillingKind.PER_INVOCATION;
  }

  /** A request left: per invocation its time is rounded up on its own. */
  void requestEnded(int i, long nowNs) {
    if (perInvocation()) {
      if (fleet.rows.at(i).provisioned) {
        revision.recorder.add(
            revision.row, Count.PROVISIONED_ROUNDED_NS, rest(nowNs - fleet.rows.at(i).busySinceNs));
      } else {
        round(nowNs - fleet.rows.at(i).busySinceNs);
      }
    }
  }

  /** The instance has no request inside any more: active time is rounded up. */
  void becameIdle(int i, long nowNs) {
    if (rule.kind() == BillingKind.ACTIVE_TIME || rule.kind() == BillingKind.ACTIVE_CPU) {
      round(nowNs - fleet.rows.at(i).busySinceNs);
    }
  }

  /** The instance is gone: a billed life has a minimum. */
  void ended(int i, long nowNs) {
    long fromNs = fleet.rows.at(i).billedFromNs;
    if (rule.kind() == BillingKind.INSTANCE_TIME && fromNs != Long.MIN_VALUE) {
      long livedNs = nowNs - fromNs;
      if (livedNs < rule.minimumNs()) {
        revision.recorder.billExtra(revision.row, rule.minimumNs() - livedNs);
      } else {
        round(livedNs);
      }
    }
  }

  private void round(long lengthNs) {
    long restNs = rest(lengthNs);
    if (restNs > 0) {
      revision.recorder.billExtra(revision.row, restNs);
    }
  }

  /** What is missing to a whole multiple of the granularity. */
  private long rest(long lengthNs) {
    long granularityNs = rule.granularityNs();
    long overNs = granularityNs == 0 ? 0 : lengthNs % granularityNs;
    return overNs == 0 ? 0 : granularityNs - overNs;
  }

  /** Busy or idle counts or the minimum changed: how many are billed at the idle rate. */
  void idleChanged() {
    if (!idleRate) {
      return;
    }
    int min = revision.sizing.min();
    int idle = fleet.idle.size();
    int billed = rule.kind() == BillingKind.ACTIVE_TIME
        ? Math.min(idle, Math.max(0, min - fleet.busy()))
        : fleet.live() > min ? 0 : idle;
    revision.recorder.set(revision.row, Gauge.IDLE_BILLED, billed);
  }
}
