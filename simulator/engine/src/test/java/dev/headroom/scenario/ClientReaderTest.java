package dev.headroom.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.config.ConfigNode;
import dev.headroom.core.UserError;
import dev.headroom.scenario.RetryRules.Jitter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code workload.clients} as people write it, and what they get wrong. */
class ClientReaderTest {
  private static final long SECOND = 1_000_000_000L;

  private static ClientRules clients(String yaml) {
    return ScenarioReader.read(ConfigNode.parse("test.yaml", """
                apiVersion: headroom/v1
                kind: Scenario
                metadata: { name: clients }
                workload:
                  generate: { shape: constant, rate: 1/s, requests: 1 }
                  classes: [ { name: r, service: 1s } ]
                  clients: %s
                platform: { use: generic }
                """.formatted(yaml)))
        .services()
        .get(0)
        .clients();
  }

  @Test
  void everythingSaid() {
    ClientRules rules = clients("{ timeout: 1s, onClientGone: cancel, patience: 20s,"
        + " retries: { max: 3, backoff: exponential, base: 200ms, factor: 1.5,"
        + " maxBackoff: 2s, jitter: equal, on: [503, breaker],"
        + " budget: { share: 20%, window: 5s, minRate: 10/s } },"
        + " breaker: { failureShare: 25%, window: 30s, minimumCalls: 7, openFor: 5s,"
        + " halfOpenCalls: 3 } }");
    assertEquals(20e9, rules.patience().meanNs());
    assertEquals(1.5, rules.retries().factor());
    assertEquals(2 * SECOND, rules.retries().maxBackoffNs());
    assertEquals(Jitter.EQUAL, rules.retries().jitter());
    assertEquals(new RetryRules.Budget(0.2, 5 * SECOND, 10), rules.retries().budget());
    assertEquals(new BreakerRules(0.25, 30, 7, 5 * SECOND, 3), rules.breaker());
  }

  /** Doubling without a limit, no jitter, no budget; a breaker as resilience4j has it. */
  @Test
  void defaults() {
    ClientRules rules = clients("{ retries: { max: unlimited, backoff: exponential } }");
    assertEquals(Integer.MAX_VALUE, rules.retries().max());
    assertEquals(2, rules.retries().factor());
    assertEquals(Long.MAX_VALUE, rules.retries().maxBackoffNs());
    assertNull(rules.retries().budget());
    assertNull(rules.patience());
    assertNull(rules.breaker());
    assertEquals(
        new RetryRules.Budget(0.1, 10 * SECOND, 0),
        clients("{ retries: { max: 1, budget: 10% } }").retries().budget());
    assertEquals(
        new BreakerRules(0.5, 100, 100, 60 * SECOND, 10),
        clients("{ breaker: { window: 100s } }").breaker());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{ retries: { max: 1, jitter: ful } } | did you mean 'full'",
        "{ retries: { max: 1, on: [502] } } | allowed: 429, 503, 504, refused, timeout, 500, br",
        "{ retries: { max: 1, factor: 3 } } | retries.factor: has no part here",
        "{ retries: { max: 1, budget: 0% } } | allowed: above 0 to 100%",
        "{ retries: { max: 1, budget: { share: 10%, widow: 5s } } } | did you mean 'window'",
        "{ breaker: { window: 1500ms } } | needs whole seconds",
        "{ breaker: { failureShare: 0% } } | allowed: above 0 to 100%",
        "{ patient: 5s } | did you mean 'patience'"
      })
  void mistakes(String yaml, String message) {
    UserError error = assertThrows(UserError.class, () -> clients(yaml));
    assertTrue(error.getMessage().contains(message), error.getMessage());
  }
}
