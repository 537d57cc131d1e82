package dev.headroom.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.headroom.core.FailureReason;
import dev.headroom.cost.Bill;
import dev.headroom.cost.Rates;
import dev.headroom.results.Count;
import dev.headroom.results.Gauge;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Vercel, the edge and Heroku: limits and bills by hand. */
class OtherPlatformsTest {
  @TempDir
  private Path folder;

  private RunOutcome run(String counts, String service, String platform) throws IOException {
    return Batches.run(folder, counts, """
          classes: [ { name: r, service: %s } ]
        platform: { %s }
        """.formatted(service, platform));
  }

  private static Bill bill(RunOutcome run, String book, String entry) {
    return Bill.of(
        run.scenario().services().get(0).platform(),
        Rates.read(book, entry),
        Batches.totals(run),
        0);
  }

  /** 1,000 at once, then 100 a second; who comes too early gets 503. */
  @Test
  void vercelBurst() throws IOException {
    RunOutcome run = run("0,1500\n1,0\n10,1500\n", "60s", "use: vercel, coldStart: { boot: 0ms }");
    assertEquals(500, run.recorder().bins().failed(0, FailureReason.NO_INSTANCE));
    assertEquals(500, run.recorder().bins().failed(10, FailureReason.NO_INSTANCE));
    assertEquals(1000, Batches.count(run, Count.THROTTLED_START_RATE));
  }

  /** Ten requests of 20 ms CPU and 80 ms waiting: 0.2 CPU-seconds, 1 s with 2 GiB. */
  @Test
  void vercelSellsComputingAndMemory() throws IOException {
    RunOutcome run =
        run("0,10\n", "{ cpu: 20ms, wait: 80ms }", "use: vercel, coldStart: { boot: 0ms }");
    assertEquals(200_000_000, Batches.count(run, Count.CPU_NS));
    Bill bill = bill(run, "vercel", "vercel-functions");
    assertEquals(0.2 * 0.128 / 3600 + 2 * 1 * 0.0106 / 3600, bill.computeBusy(), 1e-15);
    assertEquals(10 * 0.60 / 1e6, bill.requests(), 1e-15);
    assertEquals(bill.computeBusy() + bill.requests(), bill.total(), 1e-15);
  }

  /** The edge sells 200 CPU-milliseconds and ten requests; waiting and memory cost nothing. */
  @Test
  void edgeSellsComputingOnly() throws IOException {
    RunOutcome run = run("0,10\n", "{ cpu: 20ms, wait: 80ms }", "use: wasm-edge");
    Bill bill = bill(run, "cloudflare", "workers-standard");
    assertEquals(200 * 0.02 / 1e6 + 10 * 0.30 / 1e6, bill.total(), 1e-15);
  }

  /** One dyno that takes one request of 20 s at a time: the second is cut at 30 s. */
  @Test
  void herokuGivesUpAfterThirtySeconds() throws IOException {
    RunOutcome run =
        run("0,2\n", "20s", "use: heroku, concurrency: { max: 1 }, scale: { min: 1, max: 1 }");
    assertEquals(1, Batches.count(run, Count.COMPLETED));
    assertEquals(1, Batches.totals(run).failed(0, FailureReason.REQUEST_TIMEOUT));
    assertEquals(30e9, Batches.totals(run).integral(0, Gauge.BUSY));
    double months = run.endNs() / 1e9 / 3600 / 730;
    assertEquals(25 * months, bill(run, "heroku", "heroku-standard-1x").total(), 1e-9);
  }
}
