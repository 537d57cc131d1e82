package dev.headroom.scaling.hpa;

import java.util.List;

/**
 * The rules of one direction, as written by a user or after defaulting.
 *
 * @param stabilisationNs how long a wish must have stood; {@link #NOT_SET} if not written
 * @param select which rate counts; null if not written
 * @param policies the rates; empty if not written
 */
public record ScalingRules(long stabilisationNs, SelectPolicy select, List<RatePolicy> policies) {
  /** A window that was not written. */
  public static final long NOT_SET = -1;

  /** Nothing written. */
  public static final ScalingRules NONE = new ScalingRules(NOT_SET, null, List.of());

  private static final long PERIOD_NS = 15_000_000_000L;

  private static final ScalingRules DEFAULT_UP = new ScalingRules(
      0,
      SelectPolicy.MAX,
      List.of(
          new RatePolicy(RatePolicy.Unit.PODS, 4, PERIOD_NS),
          new RatePolicy(RatePolicy.Unit.PERCENT, 100, PERIOD_NS)));

  /** Its window stays open: the controller's flag decides. */
  private static final ScalingRules DEFAULT_DOWN = new ScalingRules(
      NOT_SET, SelectPolicy.MAX, List.of(new RatePolicy(RatePolicy.Unit.PERCENT, 100, PERIOD_NS)));

  /** Takes a copy of the rates. */
  public ScalingRules {
    if (stabilisationNs < NOT_SET) {
      throw new IllegalArgumentException(
          "stabilisation window " + stabilisationNs + " ns must be at least 0");
    }
    policies = List.copyOf(policies);
  }

  ScalingRules upDefaults() {
    return filledFrom(DEFAULT_UP);
  }

  ScalingRules downDefaults() {
    return filledFrom(DEFAULT_DOWN);
  }

  /** What is not written comes from {@code other}; a written list of rates replaces all of its. */
  private ScalingRules filledFrom(ScalingRules other) {
    return new ScalingRules(
        stabilisationNs == NOT_SET ? other.stabilisationNs : stabilisationNs,
        select == null ? other.select : select,
        policies.isEmpty() ? other.policies : policies);
  }

  /** The longest period of any rate: an event older than that no longer matters to these rules. */
  long periodMaxNs() {
    long longest = 0;
    for (int i = 0; i < policies.size(); i++) {
      longest = Math.max(longest, policies.get(i).periodNs());
    }
    return longest;
  }
}
