package dev.headroom.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.core.FailureReason;
import dev.headroom.core.UserError;
import dev.headroom.results.Count;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** DynamoDB on demand in place of a database server: bursts, mixes and retries by hand. */
class RequestUnitTableTest {
  @TempDir
  private Path folder;

  private RunOutcome run(String counts, String queries, String database) throws IOException {
    return Batches.run(
        folder, counts, """
          classes: [ { name: r, service: { wait: 0ms }, queries: %s } ]
        platform: %s
        database: %s
        """.formatted(queries, Scenarios.fleet(1, "unlimited"), database));
  }

  private static String table(String more) {
    return "{ use: dynamodb, latency: 10ms, " + more + " }";
  }

  private static final String ONCE = "retries: { attempts: 1 }";

  /**
   * Bursts of 9,000 writes at 0 s, 30 and 60 minutes: a new table serves 4,000, then double that,
   * then all, as it could serve 16,000. The trace's intervals are of half an hour, so the run lasts
   * 90 minutes, when the 9,000 have become the previous peak.
   */
  @Test
  void burstsAreServedUpToDoubleThePreviousPeak() throws IOException {
    RunOutcome run =
        run("0,9000\n1800,9000\n3600,9000\n", "{ count: 1, writes: 1, each: 1ms }", table(ONCE));
    assertEquals(4000 + 8000 + 9000, Batches.count(run, Count.COMPLETED));
    assertEquals(5000 + 1000, Batches.totals(run).failed(0, FailureReason.DB_THROTTLED));
    assertEquals(21_000, Batches.count(run, Count.DB_WRITES));
    assertEquals(0, Batches.count(run, Count.DB_READS));
    assertEquals(6000, Batches.count(run, Count.DB_THROTTLED));
    assertEquals(9000, run.table().writePeak(), 1e-9);
    assertEquals(4000, run.table().startCapacity(), 1e-9);
    assertEquals(18_000, run.table().capacity(run.endNs()), 1e-9);
    // The time of a query is the table's.
    assertEquals(0.010, Scenarios.meanLatencySeconds(run), 1e-9);
  }

  /**
   * 5,000 requests that read and, 10 ms later, write: 5,000 reads are as much as 1,667 writes, so
   * 2,333 writes are left in that second. Reads alone may be 12,000.
   */
  @Test
  void readsAndWritesShareTheLimit() throws IOException {
    RunOutcome mixed = run("0,5000\n", "{ count: 2, writes: 1, each: 1ms }", table(ONCE));
    assertEquals(5000, Batches.count(mixed, Count.DB_READS));
    assertEquals(2333, Batches.count(mixed, Count.DB_WRITES));
    assertEquals(2333, Batches.count(mixed, Count.COMPLETED));
    RunOutcome reads = run("0,12001\n", "{ count: 1, each: 1ms }", table(ONCE));
    assertEquals(12_000, Batches.count(reads, Count.COMPLETED));
    // Eventually consistent reads cost half.
    RunOutcome half =
        run("0,24001\n", "{ count: 1, each: 1ms }", table("units: { read: 0.5 }, " + ONCE));
    assertEquals(24_000, Batches.count(half, Count.COMPLETED));
    assertEquals(12_000, half.table().readPeak(), 1e-9);
  }

  /** Beyond the quota no peak helps; reads have one of their own. */
  @Test
  void theQuotaIsTheEnd() throws IOException {
    String large = table("throughput: { initialWrites: 50000, readQuota: 3 }, " + ONCE);
    RunOutcome writes = run("0,41000\n", "{ count: 1, writes: 1, each: 1ms }", large);
    assertEquals(40_000, Batches.count(writes, Count.COMPLETED));
    assertEquals(3, Batches.count(run("0,9\n", "{ count: 1, each: 1ms }", large), Count.COMPLETED));
  }

  /** One key that everything goes to: a thousand writes a second, the rest of the table idle. */
  @Test
  void aHotPartitionThrottlesAlone() throws IOException {
    RunOutcome run = run(
        "0,3000\n1,3000\n", "{ count: 1, writes: 1, each: 1ms }", table("hotShare: 100%, " + ONCE));
    assertEquals(2000, Batches.count(run, Count.COMPLETED));
    // A part of it: 30 % of 6,000 are 1,800 in one second, give or take the draws (6 sigma = 213).
    RunOutcome part =
        run("0,3900\n", "{ count: 1, writes: 1, each: 1ms }", table("hotShare: 50%, " + ONCE));
    assertEquals(950, Batches.count(part, Count.FAILED), 188);
  }

  /**
   * Three attempts within 50 + 100 ms all fall into the second that is full; with pauses of up to
   * some seconds the refused ones find room later and nobody fails.
   */
  @Test
  void refusedQueriesAreTriedAgain() throws IOException {
    RunOutcome quick =
        run("0,5000\n", "{ count: 1, writes: 1, each: 1ms }", table("retries: { attempts: 3 }"));
    assertEquals(4000, Batches.count(quick, Count.COMPLETED));
    assertEquals(3000, Batches.count(quick, Count.DB_THROTTLED));
    RunOutcome slow = run(
        "0,5000\n",
        "{ count: 1, writes: 1, each: 1ms }",
        table("retries: { attempts: 11, base: 500ms }"));
    assertEquals(5000, Batches.count(slow, Count.COMPLETED));
    assertEquals(5000, Batches.count(slow, Count.DB_WRITES));
    assertTrue(Batches.count(slow, Count.DB_THROTTLED) > 1000);
    assertEquals(
        slow.recorder().fingerprint(),
        run(
                "0,5000\n",
                "{ count: 1, writes: 1, each: 1ms }",
                table("retries: { attempts: 11, base: 500ms }"))
            .recorder()
            .fingerprint());
  }

  /** The name alone is enough, and nothing is exhausted that the table does not have. */
  @Test
  void theNameAloneIsEnough() throws IOException {
    RunOutcome run = run("0,100\n", "{ count: 3, each: 1ms }", "dynamodb");
    assertEquals(300, Batches.count(run, Count.DB_READS));
    assertEquals(0, run.recorder().peakDbHeld());
    assertEquals(0, run.exhaustion().totalNs());
    assertEquals("dynamodb", run.scenario().table().engine());
  }

  @Test
  void whatCannotBeIsRefused() {
    refused("{ use: dynamodb, pool: { size: 3 } }", "database.pool", "has no connections");
    refused("{ use: dynamodb, maxConnections: 3 }", "database.maxConnections", "leave it out");
    refused("dynamo", "database.use", "did you mean 'dynamodb'");
    refused("{ use: dynamodb, growth: 3 }", "database.growth", "unknown");
    refused("{ use: dynamodb, hotShare: 120% }", "database.hotShare", "120%");
  }

  private void refused(String database, String where, String why) {
    UserError e =
        assertThrows(UserError.class, () -> run("0,1\n", "{ count: 1, each: 1ms }", database));
    assertTrue(e.getMessage().contains(where) && e.getMessage().contains(why), e.getMessage());
    assertTrue(!e.getMessage().contains("\n"), e.getMessage());
  }
}
