package dev.headroom.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.core.FailureReason;
import dev.headroom.core.UserError;
import dev.headroom.results.Count;
import dev.headroom.results.Gauge;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Spot capacity that is taken back, by hand. */
class InterruptionTest {
  @TempDir
  private Path folder;

  private RunOutcome run(String counts, String service, String platform, String events)
      throws IOException {
    return Batches.run(folder, counts, """
          classes: [ { name: r, service: %s } ]
        platform: { use: aws-fargate-spot, instance: { cpu: 4 }, coldStart: { boot: 0ms },
                    healthCheck: none, timeouts: { request: unlimited }, %s }
        run: { tail: 20min }
        events: [ %s ]
        """.formatted(service, platform, events));
  }

  /**
   * Four tasks with ten requests of 400 s each; at 100 s all are warned and replaced. 120 s later
   * they end, long before the 300 s of deregistration, and the forty requests with them. Ten that
   * come at 101 s go to the replacements and complete.
   */
  @Test
  void allAreWarnedAndEndTwoMinutesLater() throws IOException {
    RunOutcome run =
        run("0,40\n101,10\n", "400s", "scale: { min: 4, max: 4 }", "{ at: 100s, do: interrupt }");
    assertEquals(4, Batches.count(run, Count.INTERRUPTED));
    assertEquals(4, Batches.count(run, Count.STARTED));
    assertEquals(40, Batches.totals(run).failed(0, FailureReason.INSTANCE_STOPPED));
    assertEquals(10, Batches.count(run, Count.COMPLETED));
    assertEquals(4 * 120e9, Batches.totals(run).integral(0, Gauge.DRAINING));
    assertEquals(
        "100: capacity taken back: instance 0 with 10 requests inside ends within 120 s",
        Batches.events(run, "interrupt").stream()
            .filter(e -> e.contains("instance 0"))
            .findFirst()
            .orElseThrow());
  }

  /** Two of four tasks; their requests have 50 s to go, less than the warning: nothing fails. */
  @Test
  void aShareOfThem() throws IOException {
    RunOutcome run = run(
        "0,40\n", "150s", "scale: { min: 4, max: 4 }", "{ at: 100s, do: interrupt, share: 50% }");
    assertEquals(2, Batches.count(run, Count.INTERRUPTED));
    assertEquals(2, Batches.count(run, Count.STARTED));
    assertEquals(40, Batches.count(run, Count.COMPLETED));
    // Without a request since 150 s, they stay registered until the warning is over.
    assertEquals(2 * 120e9, Batches.totals(run).integral(0, Gauge.DRAINING));
  }

  /**
   * Six times an hour for each of 50 tasks over 10 h are 3,000 on average. Each is replaced at
   * once, so the number is Poisson: within 3.3 deviations of 55 in 999 of 1,000 cases.
   */
  @Test
  void byARate() throws IOException {
    RunOutcome run = run(
        "0,1\n36000,0\n", "1s",
        "scale: { min: 50, max: 50 }, interruption: { perInstanceHour: 6 }", "");
    double hours = run.endNs() / 3600e9;
    double expected = 50 * 6 * hours;
    assertEquals(expected, Batches.count(run, Count.INTERRUPTED), 3.3 * Math.sqrt(expected));
  }

  @Test
  void onlyWhatThePlatformTakesBack() {
    UserError e = assertThrows(UserError.class, () -> Scenarios.of("""
                    apiVersion: headroom/v1
                    kind: Scenario
                    metadata: { name: on-demand }
                    workload:
                      generate: { shape: constant, rate: 1/s, duration: 10s }
                      classes: [ { name: r, service: 1s } ]
                    platform: { use: aws-fargate }
                    events: [ { at: 1s, do: interrupt } ]
                    """));
    assertTrue(e.getMessage().contains("events[0].do: interrupt"), e.getMessage());
  }

  /** Half of forty are drawn, not the first twenty, and it is other ones the second time. */
  @Test
  void whichAreTakenIsDrawn() throws IOException {
    RunOutcome run = run(
        "0,1\n1,0\n150,1\n",
        "1s",
        "scale: { min: 40, max: 40 }",
        "{ at: 100s, do: interrupt, share: 50% }, { at: 110s, do: interrupt, share: 50% }");
    List<Integer> first = taken(run, "100:");
    assertEquals(20, first.size());
    assertTrue(first.stream().anyMatch(i -> i >= 20), "only the first half: " + first);
    List<Integer> second = taken(run, "110:");
    assertEquals(20, second.size());
    assertTrue(second.stream().anyMatch(i -> i < 40), "none of the others: " + second);
    assertTrue(second.stream().anyMatch(i -> i >= 40), "none of the new ones: " + second);
  }

  private static List<Integer> taken(RunOutcome run, String when) {
    return Batches.events(run, "interrupt").stream()
        .filter(text -> text.startsWith(when))
        .map(text -> Integer.valueOf(text.replaceAll(".*instance (\\d+) .*", "$1")))
        .toList();
  }
}
