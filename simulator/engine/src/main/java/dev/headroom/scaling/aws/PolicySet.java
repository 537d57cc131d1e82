package dev.headroom.scaling.aws;

import java.util.List;

/**
 * The policies of one owner: outward if any wants to; inward only if none does, and by target
 * tracking only if all such policies that may remove are ready. The largest wish wins either way.
 *
 * <p>Source: Application Auto Scaling user guide, "Multiple scaling policies".
 */
final class PolicySet {
  private final List<CapacityPolicy> policies;
  private Direction direction = Direction.NONE;
  private int wanted;
  private CapacityPolicy winner;
  private boolean waitsForOthers;

  PolicySet(List<CapacityPolicy> policies) {
    this.policies = List.copyOf(policies);
  }

  void observe(double[] datapoints) {
    if (datapoints.length != policies.size()) {
      throw new IllegalArgumentException(
          datapoints.length + " datapoints for " + policies.size() + " policies");
    }
    for (int i = 0; i < datapoints.length; i++) {
      policies.get(i).observe(datapoints[i]);
    }
  }

  /** Settles the wishes: additions count from {@code base}, removals from {@code current}. */
  void settle(int current, int base) {
    direction = Direction.NONE;
    winner = null;
    boolean agreed = true;
    boolean wishedIn = false;
    for (int i = 0; i < policies.size(); i++) {
      Direction wish = policies.get(i).direction(current);
      if (wish == Direction.OUT) {
        direction = Direction.OUT;
      }
      wishedIn |= wish == Direction.IN;
      agreed &= wish == Direction.IN || !policies.get(i).mustAgreeToScaleIn();
    }
    if (direction == Direction.NONE && wishedIn) {
      direction = Direction.IN;
    }
    for (int i = 0; i < policies.size(); i++) {
      CapacityPolicy policy = policies.get(i);
      boolean mayScale = direction == Direction.OUT || agreed || !policy.mustAgreeToScaleIn();
      if (policy.direction(current) == direction && direction != Direction.NONE && mayScale) {
        offer(policy, policy.wanted(direction == Direction.OUT ? base : current));
      }
    }
    waitsForOthers = direction == Direction.IN && winner == null;
    if (winner == null) {
      direction = Direction.NONE;
    }
  }

  private void offer(CapacityPolicy policy, int capacity) {
    if (winner == null || capacity > wanted) {
      winner = policy;
      wanted = capacity;
    }
  }

  Direction direction() {
    return direction;
  }

  int wanted() {
    return wanted;
  }

  /** Whether a policy is ready to remove, but not all that must be. */
  boolean waitsForOthers() {
    return waitsForOthers;
  }

  /** The winner's cooldown in the settled direction. */
  long cooldownNs() {
    return winner.cooldownNs(direction);
  }
}
