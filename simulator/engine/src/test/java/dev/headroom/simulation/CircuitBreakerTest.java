package dev.headroom.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.headroom.core.FailureReason;
import dev.headroom.results.Count;
import dev.headroom.scenario.BreakerRules;
import dev.headroom.simulation.CircuitBreaker.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A breaker's states by hand, alone and before a service. */
class CircuitBreakerTest {
  private static final long SECOND = 1_000_000_000L;

  @TempDir
  private Path folder;

  private static void call(CircuitBreaker breaker, long nowNs, boolean failed) {
    int held = breaker.ask(nowNs);
    assertNotEquals(CircuitBreaker.REFUSED, held);
    breaker.ended(held, failed, nowNs);
  }

  /** Half of at least 4 calls in 10 s: 1 of 2, 2 of 3 do not open it, 2 of 4 do. */
  @Test
  void opensAtItsShare() {
    CircuitBreaker breaker = new CircuitBreaker(new BreakerRules(0.5, 10, 4, 5 * SECOND, 2));
    call(breaker, 0, false);
    call(breaker, SECOND, true);
    call(breaker, 2 * SECOND, true);
    assertEquals(State.CLOSED, breaker.state());
    call(breaker, 3 * SECOND, false);
    assertEquals(State.OPEN, breaker.state());
    assertEquals(CircuitBreaker.REFUSED, breaker.ask(8 * SECOND - 1));
    // Open until 8 s; the next call makes it half-open and is one of two trials.
    int first = breaker.ask(8 * SECOND);
    assertEquals(State.HALF_OPEN, breaker.state());
    int second = breaker.ask(9 * SECOND);
    assertEquals(CircuitBreaker.REFUSED, breaker.ask(9 * SECOND));
    breaker.ended(first, false, 10 * SECOND);
    breaker.ended(second, true, 25 * SECOND);
    // One of two failed, which is half, however long ago the other was: open again until 30 s.
    assertEquals(State.OPEN, breaker.state());
    assertEquals(CircuitBreaker.REFUSED, breaker.ask(29 * SECOND));
    call(breaker, 30 * SECOND, false);
    assertEquals(State.HALF_OPEN, breaker.state());
    call(breaker, 31 * SECOND, false);
    assertEquals(State.CLOSED, breaker.state());
  }

  /** Failures of the seconds 0 and 1 have left a window of 10 s when second 11 is the current. */
  @Test
  void forgets() {
    CircuitBreaker breaker = new CircuitBreaker(new BreakerRules(0.5, 10, 4, 5 * SECOND, 2));
    call(breaker, 0, true);
    call(breaker, SECOND, true);
    call(breaker, SECOND, true);
    call(breaker, 11 * SECOND, true);
    call(breaker, 11 * SECOND, false);
    call(breaker, 11 * SECOND, false);
    assertEquals(State.CLOSED, breaker.state());
    call(breaker, 12 * SECOND, true);
    assertEquals(State.OPEN, breaker.state());
  }

  /** In second 11 the window begins with second 2: two failures of second 5 are in it. */
  @Test
  void forgetsNoMoreThanIsOutside() {
    CircuitBreaker breaker = new CircuitBreaker(new BreakerRules(0.5, 10, 4, 5 * SECOND, 2));
    call(breaker, 5 * SECOND, true);
    call(breaker, 5 * SECOND, true);
    call(breaker, 11 * SECOND, true);
    assertEquals(State.CLOSED, breaker.state());
    call(breaker, 11 * SECOND, false);
    assertEquals(State.OPEN, breaker.state());
  }

  /** A call of the closed state that fails while trials run is none of them. */
  @Test
  void onlyTrialsDecide() {
    CircuitBreaker breaker = new CircuitBreaker(new BreakerRules(0.5, 10, 2, 5 * SECOND, 1));
    int late = breaker.ask(0);
    call(breaker, 0, true);
    call(breaker, 0, true);
    int trial = breaker.ask(5 * SECOND);
    breaker.ended(late, true, 5 * SECOND);
    assertEquals(State.HALF_OPEN, breaker.state());
    // The user of the trial leaves: the next call is the trial.
    assertEquals(CircuitBreaker.REFUSED, breaker.ask(5 * SECOND));
    breaker.withdrawn(trial);
    int next = breaker.ask(6 * SECOND);
    assertEquals(CircuitBreaker.REFUSED, breaker.ask(6 * SECOND));
    breaker.ended(next, false, 6 * SECOND);
    assertEquals(State.CLOSED, breaker.state());
  }

  /**
   * Before a service that is busy until 5 s with the first request and has no queue: the requests
   * at 1 and 2 s fail (2 of 2), so those at 3 and 4 s are turned back. At 6 s the breaker, open
   * since 2 s for 4 s, lets one through as a trial; it ends well at 11 s. At 7 s another is turned
   * back; at 12 s all is as before.
   */
  @Test
  void beforeAService() throws IOException {
    Path file = folder.resolve("trace.csv");
    Files.writeString(file, "timestamp\n0\n1\n2\n3\n4\n6\n7\n12\n");
    RunOutcome run = Simulation.run(Scenarios.of("""
                apiVersion: headroom/v1
                kind: Scenario
                metadata: { name: breaker }
                workload:
                  trace: { file: %s }
                  classes: [ { name: r, service: 5s } ]
                  clients:
                    breaker: { failureShare: 60%%, window: 10s, minimumCalls: 2, openFor: 4s,
                               halfOpenCalls: 1 }
                platform: { use: generic, scale: { min: 0, max: 1 }, concurrency: { max: 1 } }
                """.formatted(file)));
    assertEquals(3, Batches.count(run, Count.COMPLETED));
    assertEquals(2, Batches.totals(run).failed(0, FailureReason.THROTTLED));
    assertEquals(3, Batches.totals(run).failed(0, FailureReason.BREAKER_OPEN));
    assertEquals(3, Batches.count(run, Count.BREAKER_REJECTED));
    assertEquals(1, Batches.count(run, Count.BREAKER_OPENED));
    assertEquals(
        List.of(
            "2: circuit breaker closed -> open",
            "6: circuit breaker open -> half-open",
            "11: circuit breaker half-open -> closed"),
        Batches.events(run, "breaker"));
  }

  /**
   * Users leave after 2 s, work takes 2.5 s. The first one leaves at 2 s; the one of 1 s finds the
   * server busy, and one failure opens the breaker for a second. At 3 s one is let in as a trial
   * and leaves at 5 s, so that the one of 6 s is a trial again.
   */
  @Test
  void aTrialWhoseUserLeavesIsMadeAgain() throws IOException {
    RunOutcome run = Batches.run(folder, "0,1\n1,1\n3,1\n6,1\n", """
          classes: [ { name: r, service: 2500ms } ]
          clients:
            patience: 2s
            breaker: { failureShare: 100%, window: 10s, minimumCalls: 1, openFor: 1s,
                       halfOpenCalls: 1 }
        platform: { use: generic, scale: { min: 0, max: 1 }, concurrency: { max: 1 } }
        """);
    assertEquals(3, Batches.totals(run).failed(0, FailureReason.ABANDONED));
    assertEquals(1, Batches.totals(run).failed(0, FailureReason.THROTTLED));
    assertEquals(0, Batches.count(run, Count.BREAKER_REJECTED));
    assertEquals(1, Batches.count(run, Count.BREAKER_OPENED));
  }
}
