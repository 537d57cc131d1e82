package dev.headroom.scaling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.headroom.config.ConfigNode;
import dev.headroom.config.ConfigNode.MapNode;
import dev.headroom.config.Section;
import org.junit.jupiter.api.Test;

/** Cloud Run's metrics by hand: 10 requests and 2 vCPU, both at 60 %, over 20 s every 5 s. */
class CloudRunPolicyTest {
  private static final long S = 1_000_000_000L;

  private final Observation seen = new Observation();
  private final Decision decision = new Decision();

  private static ScalingPolicy policy() {
    Section scale = Section.root((MapNode) ConfigNode.parse(
        "scale.yaml", "{ policy: cloud-run, target: 60%, interval: 5s, window: 20s }"));
    ScalingOptions options = ScalingOptions.read(scale, 10);
    return PolicyKind.CLOUD_RUN.create(options, new PolicyKind.Capacity(10, 2));
  }

  /** Integrals since the start: requests inside times seconds, and processor seconds. */
  private void decide(ScalingPolicy policy, long atS, long requestS, long cpuS) {
    seen.concurrencyNs = requestS * S;
    seen.cpuNs = cpuS * S;
    policy.decide(atS * S, seen, decision);
  }

  private void assertDecision(int wanted, String by, double observed, long windowS) {
    assertEquals(wanted, decision.wanted);
    assertEquals(wanted, decision.raw);
    assertEquals(by, decision.clamp);
    assertEquals(observed, decision.observed, 1e-12);
    assertEquals(windowS * S, decision.windowNs);
  }

  @Test
  void theLargerWishOverTheWindowDecides() {
    ScalingPolicy policy = policy();
    assertEquals(5 * S, policy.intervalNs());
    // 9 inside at a target of 6; 1.2 processors at a target of 1.2.
    decide(policy, 5, 45, 6);
    assertDecision(2, "concurrency", 9, 5);
    assertEquals(6, decision.target, 1e-12);
    // 4.5 inside; 2.4 processors.
    decide(policy, 10, 45, 24);
    assertDecision(2, "cpu", 2.4, 10);
    assertEquals(1.2, decision.target, 1e-12);
    // As many by either: 2.25 of 6 and 1.2 of 1.2.
    decide(policy, 15, 45, 24);
    decide(policy, 20, 45, 24);
    assertDecision(1, "concurrency", 2.25, 20);
    // From 5 s on: nothing inside, 18 processor seconds.
    decide(policy, 25, 45, 24);
    assertDecision(1, "cpu", 0.9, 20);
    decide(policy, 30, 45, 24);
    assertDecision(0, "concurrency", 0, 20);
    // Many rounds later the ring has gone round.
    for (int at = 35; at <= 500; at += 5) {
      decide(policy, at, 45 + (at - 30) * 7, 24);
    }
    assertDecision(2, "concurrency", 7, 20);
  }

  @Test
  void aWindowWithoutSamplesIsEmpty() {
    Window window = new Window(20 * S, 5 * S, 1);
    assertEquals(0, window.coveredNs());
    assertEquals(0, window.growth(0));
    assertEquals(0, window.mean(0));
    window.add(5 * S, 10 * S);
    assertEquals(5 * S, window.coveredNs());
    assertEquals(10 * S, window.growth(0));
    assertEquals(2, window.mean(0));
    // Places that nothing was written to yet are not the beginning of the run.
    Window late = new Window(20 * S, 5 * S, 1);
    late.add(7 * S, 10 * S);
    assertEquals(5 * S, late.coveredNs());
  }

  @Test
  void burstsStartWhatTheirRuleSays() {
    assertEquals(7, new BurstRule(BurstRule.Kind.ONE_PER_PENDING, 0).startingWanted(7, 4));
    for (BurstRule.Kind kind : new BurstRule.Kind[] {
      BurstRule.Kind.PENDING_OVER_CONCURRENCY, BurstRule.Kind.PENDING_OVER_CONCURRENCY_CAPPED
    }) {
      BurstRule rule = new BurstRule(kind, 0);
      assertEquals(0, rule.startingWanted(0, 4));
      assertEquals(2, rule.startingWanted(8, 4));
      assertEquals(3, rule.startingWanted(9, 4));
      assertEquals(1, rule.startingWanted(9, Integer.MAX_VALUE), "unlimited");
    }
    assertEquals(0, new BurstRule(BurstRule.Kind.METRICS_ONLY, 0).startingWanted(7, 4));
  }

  /** Used for less than 10 % of a minute is idle for 54 s. */
  @Test
  void littleUsed() {
    assertEquals(54 * S, new WarmOptions.LittleUsed(0.1, 60 * S).idleNs());
  }

  @Test
  void onlyPoliciesOnIntegralsAreMadeHere() {
    ScalingOptions options = ScalingOptions.read(
        Section.root((MapNode) ConfigNode.parse("scale.yaml", "{ policy: fixed }")), 1);
    assertNull(PolicyKind.FIXED.create(options, new PolicyKind.Capacity(1, 1)));
  }
}
