package dev.headroom.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.headroom.core.FailureReason;
import dev.headroom.results.Count;
import dev.headroom.results.Gauge;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Users who leave: from the queue, from an instance, and between two attempts. */
class PatienceTest {
  @TempDir
  private Path folder;

  private RunOutcome run(String counts, String clients, String platform) throws IOException {
    return run(counts, "service: 10s", clients, platform);
  }

  private RunOutcome run(String counts, String service, String clients, String platform)
      throws IOException {
    return Batches.run(folder, counts, """
          classes: [ { name: r, %s } ]
          clients: %s
        platform: %s
        """.formatted(service, clients, platform));
  }

  /**
   * One server, three requests at 0 s, patience 15 s. The first is served until 10 s, the second
   * from then on; at 15 s both of the others leave: the third from the queue, the second from the
   * server, which works on until 20 s. A fourth at 30 s is served.
   */
  @Test
  void leavesQueueAndServer() throws IOException {
    RunOutcome run = run("0,3\n30,1\n", "{ patience: 15s }", Scenarios.fleet(1, "1"));
    assertEquals(2, Batches.count(run, Count.COMPLETED));
    assertEquals(2, Batches.totals(run).failed(0, FailureReason.ABANDONED));
    assertEquals(2, Batches.until(run, Count.FAILED, 15));
    assertEquals(0, Batches.until(run, Count.FAILED, 14));
    assertEquals(1, Batches.count(run, Count.FINISHED_AFTER_CLIENT_LEFT));
    assertEquals(30e9, Batches.totals(run).integral(0, Gauge.BUSY));
  }

  /** A server that heeds the leaving works 15 s for them. */
  @Test
  void serverStops() throws IOException {
    RunOutcome run =
        run("0,3\n30,1\n", "{ patience: 15s, onClientGone: cancel }", Scenarios.fleet(1, "1"));
    assertEquals(2, Batches.totals(run).failed(0, FailureReason.ABANDONED));
    assertEquals(0, Batches.count(run, Count.FINISHED_AFTER_CLIENT_LEFT));
    assertEquals(25e9, Batches.totals(run).integral(0, Gauge.BUSY));
  }

  /** Attempts at 0, 4 and 8 s fail at once; the user leaves at 10 s, before the fourth at 12 s. */
  @Test
  void leavesBetweenAttempts() throws IOException {
    RunOutcome run = run(
        "0,1\n",
        "service: 0ms, failureShare: 100%",
        "{ patience: 10s, retries: { max: unlimited, base: 4s, on: [500] } }",
        "{ use: generic, coldStart: { boot: 0ms } }");
    assertEquals(3, Batches.count(run, Count.ATTEMPTS));
    assertEquals(1, Batches.totals(run).failed(0, FailureReason.ABANDONED));
    assertEquals(0, Batches.until(run, Count.FAILED, 9));
    assertEquals(1, Batches.until(run, Count.FAILED, 10));
  }

  /**
   * The clock of a user runs through the attempts: time-outs at 4 and 8 s, gone at 10 s. The server
   * works 10 s for each of the three attempts.
   */
  @Test
  void outlastsAttempts() throws IOException {
    RunOutcome run = run(
        "0,1\n",
        "{ timeout: 4s, patience: 10s, retries: { max: 9 } }",
        "{ use: generic, keepAlive: 0s }");
    assertEquals(3, Batches.count(run, Count.ATTEMPTS));
    assertEquals(3, Batches.count(run, Count.FINISHED_AFTER_CLIENT_LEFT));
    assertEquals(1, Batches.totals(run).failed(0, FailureReason.ABANDONED));
    assertEquals(1, Batches.until(run, Count.FAILED, 10));
    assertEquals(30e9, Batches.totals(run).integral(0, Gauge.BUSY));
  }
}
