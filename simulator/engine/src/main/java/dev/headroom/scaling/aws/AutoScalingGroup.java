package dev.headroom.scaling.aws;

import java.util.List;

/**
 * An EC2 Auto Scaling group with dynamic policies: it waits by each instance's warm-up.
 *
 * <p>An instance that is starting or warming up counts neither in the metric, which is the caller's
 * part, nor as what an addition starts from; it does count as already added. While any is warming
 * up nothing is removed. Cooldowns belong to simple scaling and are not used.
 *
 * <p>Source: EC2 Auto Scaling user guide, "Set the default instance warmup".
 */
public final class AutoScalingGroup {
  private final PolicySet policies;
  private final Schedule schedule;

  /** A group that has not scaled yet. */
  public AutoScalingGroup(Schedule schedule, List<CapacityPolicy> policies) {
    this.schedule = schedule;
    this.policies = new PolicySet(policies);
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
   * @param warm instances in service whose warm-up has ended; see {@link InstanceWarmUp}
   * @param datapoints the last period's datapoint of each policy's metric over the warm instances;
   *     NaN if there was none
   */
  public void decide(
      long nowNs, int capacity, int warm, double[] datapoints, CapacityDecision out) {
    scheduled(nowNs, capacity, out);
    policies.observe(datapoints);
    int current = out.capacity;
    policies.settle(current, Math.min(current, warm));
    int wanted = policies.wanted();
    switch (policies.direction()) {
      case OUT -> {
        int bounded = Math.min(wanted, schedule.max());
        if (bounded > current) {
          out.set(bounded, wanted, CapacityReason.SCALE_OUT);
        } else {
          boolean waits = wanted <= current && warm < current;
          out.set(current, wanted, waits ? CapacityReason.WARM_UP : CapacityReason.LIMIT);
        }
      }
      case IN -> {
        int bounded = Math.max(wanted, schedule.min());
        if (bounded >= current) {
          out.set(current, wanted, CapacityReason.LIMIT);
        } else if (warm < current) {
          out.set(current, wanted, CapacityReason.WARM_UP);
        } else {
          out.set(bounded, wanted, CapacityReason.SCALE_IN);
        }
      }
      case NONE -> {
        if (policies.waitsForOthers()) {
          out.reason = CapacityReason.OTHER_POLICY;
        }
      }
    }
  }
}
