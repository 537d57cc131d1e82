package dev.headroom.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.headroom.core.FailureReason;
import dev.headroom.results.Count;
import dev.headroom.results.Gauge;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What comes for an instance that is gone or has found no room, computed by hand. */
class ReplacementTest {
  @TempDir
  private Path folder;

  /**
   * Every request is too large. The first is killed as it comes in at 2 s, with the only instance;
   * the second has waited, and the next instance starts for it at once, not at the decision of 5 s.
   */
  @Test
  void whoWaitsStartsAnotherForWhatWasKilled() throws IOException {
    RunOutcome run = Batches.run(folder, "0,2\n", """
          classes: [ { name: r, memory: 500Mi, service: 1s } ]
        platform:
          use: cloud-run
          concurrency: { max: 1 }
          coldStart: { boot: 2s }
          scale: { max: 1 }
        """);
    assertEquals(2, Batches.totals(run).failed(0, FailureReason.OOM_KILLED));
    assertEquals(
        List.of(
            "2: out of memory: instance 0 with 1 requests inside",
            "4: out of memory: instance 1 with 1 requests inside"),
        Batches.events(run, "kill"));
  }

  /**
   * Two that should have been started in advance, and room for one: the other starts as any other,
   * once the first is gone at 6 s, and serves from 8 s to 9 s.
   */
  @Test
  void whatFindsNoNodeInAdvanceStartsLikeAnyOther() throws IOException {
    RunOutcome run = Batches.run(folder, "0,2\n", """
          classes: [ { name: r, service: 1s } ]
        platform:
          use: generic
          nodes: pool
          keepAlive: 5s
          instance: { cpu: 1, memory: 1Gi }
          coldStart: { boot: 2s }
          scale: { proactive: 100% }
        nodes:
          pool: { use: cluster-autoscaler, min: 1, max: 1, cpu: 1100m, memory: 2Gi, boot: 100s,
                  reserved: { cpu: 100m, memory: 1Gi } }
        """);
    assertEquals(2, Batches.count(run, Count.STARTED));
    assertEquals(1, Batches.count(run, Count.AFFECTED));
    assertEquals(1e9 + 9e9, Batches.totals(run).latencySumNs(0));
  }

  /**
   * Two are kept ready and two more is the minimum, of at most three: one starts on demand.
   */
  @Test
  void whatIsKeptReadyCountsAgainstTheMaximum() throws IOException {
    RunOutcome run = Batches.run(folder, "0,0\n10,1\n", """
          classes: [ { name: r, service: 1s } ]
        platform:
          use: aws-lambda
          coldStart: { boot: 2s }
          scale: { max: 3, initial: 0, provisioned: { count: 2 }, schedule: [ { at: 1s, min: 2 } ] }
        """);
    assertEquals(1, Batches.count(run, Count.STARTED));
    assertEquals(3, run.recorder().peakLive(0));
  }

  /**
   * A connection is used once, at the beginning of a request, and has a time-out of 30 s. It is
   * closed in the midst of a request of 100 s, but not in an instance that stands still since 5 s.
   */
  @Test
  void timeOutsRunWhereAnInstanceComputes() throws IOException {
    assertEquals(1, held("100s", 29));
    assertEquals(0, held("100s", 31));
    assertEquals(1, held("5s", 31));
  }

  private double held(String waits, int second) throws IOException {
    RunOutcome run = Batches.run(folder, "0,1\n150,0\n", """
          classes: [ { name: r, service: { wait: %s }, queries: { count: 1, each: 10ms } } ]
        platform: { use: cloud-run, scale: { min: 1 } }
        database:
          maxConnections: 10
          pool: { size: 1, open: eager, minIdle: 0, idleTimeout: 30s }
        """.formatted(waits));
    return run.recorder().bins().integral(second, 0, Gauge.DB_HELD) / 1e9;
  }

  /**
   * Four are replaced two by two, 9 s each. At 30 s about half of twenty requests come to the two
   * new ones, so that others start for them; at 35 s the decision is for four, and the two that
   * are idle are parked. When the last of the four is ready at 38 s, those on their way are wanted.
   */
  @Test
  void aDeploymentAdoptsWhatIsNotParked() throws IOException {
    RunOutcome run = Batches.run(folder, "0,0\n30,20\n31,0\n60,1\n", """
          classes: [ { name: r, service: 100ms } ]
        platform:
          use: cloud-run
          concurrency: { max: 1 }
          coldStart: { boot: 9s }
          scale: { min: 4, initial: 4 }
        events: [ { at: 20s, do: deploy, surge: 50% } ]
        """);
    assertEquals(2, Batches.ready(run, 1, 37));
    assertEquals(4, Batches.ready(run, 1, 38));
    assertEquals(6e9, run.recorder().bins().integral(38, 1, Gauge.BOOTING));
    assertEquals(4e9, run.recorder().bins().integral(37, 1, Gauge.WANTED));
    assertEquals((2 + 6) * 1e9, run.recorder().bins().integral(38, 1, Gauge.WANTED));
  }

  /**
   * The first replies at 3 s and leaves 30 s of work; at 4 s the second, which came in before that,
   * and two more are too large together. All of it is lost.
   */
  @Test
  void workAfterAReplyIsLostWithItsInstance() throws IOException {
    RunOutcome run = Batches.run(folder, "0,1\n2,1\n4,2\n", """
          classes: [ { name: r, memory: 5Mi, service: { wait: 3s, background: 30s } } ]
        platform:
          use: fixed-fleet
          scale: { min: 1, max: 1 }
          instance: { memory: 512Mi, baseMemory: 500Mi }
        """);
    assertEquals(1, Batches.count(run, Count.COMPLETED));
    assertEquals(3, Batches.totals(run).failed(0, FailureReason.OOM_KILLED));
    assertEquals(1, Batches.count(run, Count.BACKGROUND_LOST));
  }
}
