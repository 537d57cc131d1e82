package dev.headroom.comparison;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.config.ConfigNode;
import dev.headroom.core.UserError;
import dev.headroom.replication.Batch;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where costs cross, held against arithmetic. */
class CostCurveTest {
  private static final String SCENARIO = """
      apiVersion: headroom/v1
      kind: Scenario
      metadata: { name: crossing }
      workload:
        generate: { shape: constant, rate: 20/s, requests: 12000 }
        classes: [ { name: page, service: 100ms } ]
      platform: { use: PLATFORM }
      slo: [ { name: slow, expr: "p99(latency) < 2s" } ]
      run: { tail: 1s }
      """;

  private static List<Contender> contenders() {
    return List.of(
        Contender.written("servers", "servers.yaml", tree("ec2-fleet")),
        Contender.written("functions", "functions.yaml", tree("aws-lambda")));
  }

  private static ConfigNode tree(String platform) {
    return ConfigNode.parse("s.yaml", SCENARIO.replace("PLATFORM", platform));
  }

  private static Comparison.Request request(int threads) {
    return new Comparison.Request(7, 3, 0.05, new Batch(threads), n -> {});
  }

  /**
   * Servers cost nearly the same whatever comes and functions nearly in proportion, so both are
   * straight lines between 3 and 5 times the traffic, and straight lines cross where a division
   * says. (From 1 on they bend: the first starts of the day are a larger part of a small bill.)
   */
  @Test
  void theCrossingIsWhereStraightLinesCross() {
    List<Contender> three = contenders().stream().map(one -> one.scaled(3)).toList();
    List<Contender> five = contenders().stream().map(one -> one.scaled(5)).toList();
    Comparison low = Comparison.of(three, request(2));
    Comparison high = Comparison.of(five, request(2));
    double below = low.cost(0) - low.cost(1);
    double above = high.cost(1) - high.cost(0);
    assertTrue(below > 0 && above > 0, "functions are cheaper at 3, servers at 5");
    double expected = 3 + 2 * below / (below + above);
    CostCurve curve = CostCurve.of(contenders(), CostCurve.multiples("0.1..50"), request(2));
    assertEquals(1, curve.crossings().size());
    CostCurve.Crossing crossing = curve.crossings().get(0);
    assertEquals(1, crossing.below());
    assertEquals(0, crossing.above());
    assertTrue(crossing.to() / crossing.from() < 1.05, crossing + "");
    assertTrue(
        crossing.from() < expected && expected < crossing.to(), crossing + " against " + expected);
  }

  @Test
  void aHigherMultipleOnlyAddsRequests() {
    CostCurve curve = CostCurve.of(contenders(), List.of(0.3, 0.6, 1.0, 1.7), request(2));
    for (int p = 1; p < curve.points().size(); p++) {
      double[] less = curve.points().get(p - 1).at().outcomes().values(1, Comparison.COST);
      double[] more = curve.points().get(p).at().outcomes().values(1, Comparison.COST);
      for (int day = 0; day < less.length; day++) {
        assertTrue(more[day] > less[day], "day " + day);
      }
    }
  }

  @Test
  void threadsDoNotChangeTheDocument() {
    String one = document(1);
    assertEquals(one, document(2));
    assertTrue(one.contains("\"crossovers\""), one);
  }

  private static String document(int threads) {
    Comparison comparison = Comparison.of(contenders(), request(threads));
    CostCurve curve = CostCurve.of(contenders(), List.of(0.5, 2.0), request(threads));
    return ComparisonDocument.compare(comparison, curve).toPrettyString();
  }

  @Test
  void aRangeHasEqualRatiosItsEndsAndOne() {
    // The ratio is the eighth root of 500, 2.175; two digits are kept.
    assertEquals(
        List.of(0.1, 0.22, 0.47, 1.0, 2.2, 4.9, 11.0, 23.0, 50.0), CostCurve.multiples("0.1..50"));
    assertEquals(List.of(1.0, 2.0, 5.0), CostCurve.multiples("5,1,2"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1", "5..1", "0..2", "1..1000", "a,b", "1,,2", "-1..2", "1..2..3"})
  void whatIsNoRangeIsRefused(String text) {
    UserError e = assertThrows(UserError.class, () -> CostCurve.multiples(text));
    assertTrue(e.getMessage().startsWith("--scale-rate: " + text + "; allowed: "), e.getMessage());
  }
}
