package dev.headroom.scaling.hpa;

import java.util.List;

/**
 * One Horizontal Pod Autoscaler over time: from the metrics' wishes to a replica count.
 *
 * <p>The controller calls it about every 15 s, never because a metric moved. Without {@code
 * behavior} a removal waits until no higher wish was heard for the window, and each sync at most
 * doubles; with it, each direction has its own window and its rates over past periods. In both, a
 * count outside the limits is brought to them at once, and a count of zero is left alone unless
 * the minimum is zero.
 *
 * <p>Source: Kubernetes v1.28, {@code horizontal.go}.
 */
public final class HpaReconciler {
  private static final long NS_PER_SECOND = 1_000_000_000L;

  private HpaOptions options;

  /** After defaulting; null for the older algorithm. */
  private final HpaBehavior behavior;

  private final long stabilisationDownNs;
  private final Recommendations recommendations = new Recommendations();
  private final ScaleEvents added = new ScaleEvents();
  private final ScaleEvents removed = new ScaleEvents();

  /** An autoscaler that has not synced yet. */
  public HpaReconciler(HpaOptions options) {
    this.options = options;
    this.behavior = options.behavior() == null ? null : options.behavior().withDefaults();
    this.stabilisationDownNs = stabilisationDownNs();
  }

  /** Changes the limits; the next sync brings the count to them. */
  public void limit(int min, int max) {
    options = new HpaOptions(min, max, options.downscaleStabilisationNs(), options.behavior());
  }

  /**
   * Syncs.
   *
   * @param current replicas that the target asks for now, whoever set them
   * @param metrics what the metrics wish, each computed for {@code current}
   */
  public void reconcile(long nowNs, int current, MetricProposals metrics, HpaResult out) {
    out.reset(current);
    if (recommendations.isEmpty()) {
      // So that an autoscaler which has seen nothing yet does not begin by removing.
      recommendations.add(current, nowNs);
    }
    if (current == 0 && options.min() != 0) {
      return;
    }
    if (current > options.max()) {
      rescale(nowNs, current, options.max(), out);
    } else if (current < options.min()) {
      rescale(nowNs, current, options.min(), out);
    } else if (metrics.areUsable(current)) {
      out.proposed = metrics.highest();
      int wanted = behavior == null
          ? withoutBehavior(nowNs, current, out)
          : withBehavior(nowNs, current, out);
      if (wanted != current) {
        rescale(nowNs, current, wanted, out);
      }
    }
  }

  private void rescale(long nowNs, int current, int wanted, HpaResult out) {
    out.replicas = wanted;
    out.updated = true;
    out.ableToScale = AbleToScale.SUCCEEDED_RESCALE;
    if (behavior == null) {
      return;
    }
    if (wanted > current) {
      added.add(wanted - current, behavior.scaleUp().periodMaxNs(), nowNs);
    } else {
      removed.add(current - wanted, behavior.scaleDown().periodMaxNs(), nowNs);
    }
  }

  private int withoutBehavior(long nowNs, int current, HpaResult out) {
    out.stabilised = recommendations.highestSince(out.proposed, nowNs - stabilisationDownNs, nowNs);
    out.ableToScale = out.stabilised == out.proposed
        ? AbleToScale.READY_FOR_NEW_SCALE
        : AbleToScale.SCALE_DOWN_STABILIZED;
    return StepLimit.apply(out.stabilised, current, options.min(), options.max(), out);
  }

  private int withBehavior(long nowNs, int current, HpaResult out) {
    recommendations.range(
        out.proposed,
        nowNs - behavior.scaleUp().stabilisationNs(),
        nowNs - stabilisationDownNs,
        nowNs);
    // The upper bound is applied last: where the two contradict each other, it wins.
    out.stabilised =
        Math.min(Math.max(current, recommendations.lowest()), recommendations.highest());
    if (out.stabilised == out.proposed) {
      out.ableToScale = AbleToScale.READY_FOR_NEW_SCALE;
    } else {
      out.ableToScale = out.proposed >= current
          ? AbleToScale.SCALE_UP_STABILIZED
          : AbleToScale.SCALE_DOWN_STABILIZED;
    }
    if (out.stabilised > current) {
      return limitedUp(nowNs, current, out);
    }
    if (out.stabilised < current) {
      return limitedDown(nowNs, current, out);
    }
    return out.limit(current, ScalingLimited.DESIRED_WITHIN_RANGE);
  }

  private int limitedUp(long nowNs, int current, HpaResult out) {
    int limit = Math.max(current, highest(nowNs, current));
    boolean rate = options.max() > limit;
    int highest = rate ? limit : options.max();
    if (out.stabilised > highest) {
      return out.limit(
          highest, rate ? ScalingLimited.SCALE_UP_LIMIT : ScalingLimited.TOO_MANY_REPLICAS);
    }
    return out.limit(out.stabilised, ScalingLimited.DESIRED_WITHIN_RANGE);
  }

  private int limitedDown(long nowNs, int current, HpaResult out) {
    int limit = Math.min(current, lowest(nowNs, current));
    boolean rate = options.min() < limit;
    int lowest = rate ? limit : options.min();
    if (out.stabilised < lowest) {
      return out.limit(
          lowest, rate ? ScalingLimited.SCALE_DOWN_LIMIT : ScalingLimited.TOO_FEW_REPLICAS);
    }
    return out.limit(out.stabilised, ScalingLimited.DESIRED_WITHIN_RANGE);
  }

  /** The highest count that the rates of growth allow. */
  private int highest(long nowNs, int current) {
    SelectPolicy select = behavior.scaleUp().select();
    if (select == SelectPolicy.DISABLED) {
      return current;
    }
    boolean min = select == SelectPolicy.MIN;
    int result = min ? Integer.MAX_VALUE : Integer.MIN_VALUE;
    List<RatePolicy> policies = behavior.scaleUp().policies();
    for (int i = 0; i < policies.size(); i++) {
      RatePolicy policy = policies.get(i);
      int allowed = policy.highest(periodStart(nowNs, current, policy.periodNs()));
      result = min ? Math.min(result, allowed) : Math.max(result, allowed);
    }
    return result;
  }

  /** The lowest count that the rates of shrinking allow. */
  private int lowest(long nowNs, int current) {
    SelectPolicy select = behavior.scaleDown().select();
    if (select == SelectPolicy.DISABLED) {
      return current;
    }
    boolean min = select == SelectPolicy.MIN;
    int result = min ? Integer.MIN_VALUE : Integer.MAX_VALUE;
    List<RatePolicy> policies = behavior.scaleDown().policies();
    for (int i = 0; i < policies.size(); i++) {
      RatePolicy policy = policies.get(i);
      int allowed = policy.lowest(periodStart(nowNs, current, policy.periodNs()));
      result = min ? Math.max(result, allowed) : Math.min(result, allowed);
    }
    return result;
  }

  /** The count at the period's start, as far as this autoscaler's own changes tell. */
  private int periodStart(long nowNs, int current, long periodNs) {
    return current - added.within(periodNs, nowNs) + removed.within(periodNs, nowNs);
  }

  private long stabilisationDownNs() {
    long flagNs = options.downscaleStabilisationNs();
    if (behavior == null) {
      return flagNs;
    }
    long windowNs = behavior.scaleDown().stabilisationNs();
    // The field that the flag fills is in whole seconds.
    return windowNs == ScalingRules.NOT_SET ? flagNs / NS_PER_SECOND * NS_PER_SECOND : windowNs;
  }
}
