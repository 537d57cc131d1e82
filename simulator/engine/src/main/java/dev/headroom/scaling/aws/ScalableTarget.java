package dev.headroom.scaling.aws;

import java.util.List;

/**
 * A target of Application Auto Scaling: it waits for new capacity to take effect by cooldowns.
 *
 * <p>During the scale-out cooldown what was added counts as part of the next addition, so that only
 * a larger one changes anything. During the scale-in cooldown nothing is removed; an addition
 * happens at once and ends it. Nothing in the documents makes a removal wait for the scale-out
 * cooldown: the low alarm alone does.
 *
 * <p>Source: Application Auto Scaling API, {@code TargetTrackingScalingPolicyConfiguration} and
 * {@code StepScalingPolicyConfiguration}.
 */
public final class ScalableTarget {
  private static final long NOT_COOLING = Long.MIN_VALUE;

  private final PolicySet policies;
  private final Schedule schedule;
  private long outUntilNs = NOT_COOLING;
  private long inUntilNs = NOT_COOLING;

  /** What the scale-outs of the running cooldown have added. */
  private int added;

  private boolean deploying;

  /** A target that has not scaled yet. */
  public ScalableTarget(Schedule schedule, List<CapacityPolicy> policies) {
    this.schedule = schedule;
    this.policies = new PolicySet(policies);
  }

  /** Says whether a deployment of an ECS service is in progress: it stops removals, no more. */
  public void deploying(boolean inProgress) {
    deploying = inProgress;
  }

  /** Does what the schedule asks for by now, between two datapoints. */
  public void scheduled(long nowNs, int capacity, CapacityDecision out) {
    int result = schedule.apply(nowNs, capacity);
    out.set(result, -1, result == capacity ? CapacityReason.NO_ALARM : CapacityReason.SCHEDULE);
  }

  /**
   * Decides, once a period.
   *
   * @param capacity desired capacity now
   * @param datapoints the last period's datapoint of each policy's metric; NaN if there was none
   */
  public void decide(long nowNs, int capacity, double[] datapoints, CapacityDecision out) {
    scheduled(nowNs, capacity, out);
    policies.observe(datapoints);
    int current = out.capacity;
    if (nowNs >= outUntilNs) {
      added = 0;
    }
    policies.settle(current, Math.max(0, current - added));
    switch (policies.direction()) {
      case OUT -> scaleOut(nowNs, current, out);
      case IN -> scaleIn(nowNs, current, out);
      case NONE -> {
        if (policies.waitsForOthers()) {
          out.reason = CapacityReason.OTHER_POLICY;
        }
      }
    }
  }

  private void scaleOut(long nowNs, int current, CapacityDecision out) {
    int wanted = policies.wanted();
    int bounded = Math.min(wanted, schedule.max());
    if (bounded <= current) {
      boolean waits = wanted <= current && nowNs < outUntilNs;
      out.set(current, wanted, waits ? CapacityReason.SCALE_OUT_COOLDOWN : CapacityReason.LIMIT);
      return;
    }
    added += bounded - current;
    outUntilNs = nowNs + policies.cooldownNs();
    inUntilNs = NOT_COOLING;
    out.set(bounded, wanted, CapacityReason.SCALE_OUT);
  }

  private void scaleIn(long nowNs, int current, CapacityDecision out) {
    int wanted = policies.wanted();
    int bounded = Math.max(wanted, schedule.min());
    if (bounded >= current) {
      out.set(current, wanted, CapacityReason.LIMIT);
    } else if (deploying) {
      out.set(current, wanted, CapacityReason.DEPLOYMENT);
    } else if (nowNs < inUntilNs) {
      out.set(current, wanted, CapacityReason.SCALE_IN_COOLDOWN);
    } else {
      added = Math.max(0, added - (current - bounded));
      inUntilNs = nowNs + policies.cooldownNs();
      out.set(bounded, wanted, CapacityReason.SCALE_IN);
    }
  }
}
