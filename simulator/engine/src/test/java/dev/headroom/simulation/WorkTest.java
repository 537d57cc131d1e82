package dev.headroom.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.headroom.core.FailureReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an attempt does inside an instance, at the edges of what can be said of it. */
class WorkTest {
  @TempDir
  private Path folder;

  /** The trace says how long each took, and of the first that it took no time. */
  @Test
  void aTraceMaySayThatARequestTakesNoTime() throws IOException {
    Path file = folder.resolve("timed.csv");
    Files.writeString(file, "timestamp,duration\n0,0\n5,2\n");
    RunOutcome run = Simulation.run(Scenarios.of("""
        apiVersion: headroom/v1
        kind: Scenario
        metadata: { name: timed }
        workload:
          trace: { file: %s }
          classes: [ { name: r, service: { cpu: 7s } } ]
        platform: { use: generic, coldStart: { boot: 0ms } }
        """.formatted(file)));
    assertEquals(2e9, run.recorder().totals().latencySumNs(0));
  }

  /**
   * The pool's only connection belongs to a request for the whole of it, 1 s, and a request can
   * wait for it 100 ms. Those of the class that asks nothing need none.
   */
  @Test
  void whoAsksNothingNeedsNoConnection() throws IOException {
    RunOutcome run = Batches.run(folder, "0,40\n", """
          classes:
            - { name: asks, share: 0.1%, service: { wait: 1s }, queries: { count: 1, each: 1ms } }
            - { name: plain, share: 99.9%, service: { cpu: 1ms, wait: 1s } }
        platform: { use: fixed-fleet, scale: { min: 1, max: 1 }, concurrency: { max: 80 } }
        database: { pool: { size: 1, hold: request, acquireTimeout: 100ms } }
        """);
    assertEquals(0, run.recorder().totals().failed(0, FailureReason.DB_ACQUIRE_TIMEOUT));
  }
}
