package dev.headroom.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.core.FailureReason;
import dev.headroom.core.UserError;
import dev.headroom.results.Count;
import dev.headroom.results.Gauge;
import dev.headroom.results.Totals;
import dev.headroom.scenario.MessageRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A queue between users and the work they need not wait for: rates, drains, ages by hand. */
class TaskQueueTest {
  private static final String WORKERS = Scenarios.fleet(1, "unlimited");

  @TempDir
  private Path folder;

  /** Users who leave a task and go; the service works on the tasks. */
  private RunOutcome tasks(String counts, String request, String clients) throws IOException {
    return Batches.run(folder, counts, """
          classes: [ { name: r, %s } ]
          clients: { kind: cloud-tasks, enqueue: 10ms, %s }
        platform: %s
        run: { tail: 8h }
        """.formatted(request, clients, WORKERS));
  }

  /** Users of a page whose requests leave a message for a worker. */
  private RunOutcome page(String counts, String page, String queue, String rest)
      throws IOException {
    return pageOn(WORKERS, counts, page, queue, rest);
  }

  private RunOutcome pageOn(String fleet, String counts, String page, String queue, String rest)
      throws IOException {
    Path file = folder.resolve("counts.csv");
    Files.writeString(file, "timestamp,count\n" + counts);
    return Simulation.run(Scenarios.of("""
            apiVersion: headroom/v1
            kind: Scenario
            metadata: { name: instead }
            services:
              - name: worker
                workload:
                  from: page
                  clients: { %s }
                  classes: [ { name: job, %s } ]
                platform: %s
              - name: page
                workload:
                  trace: { file: %s, arrivals: batch }
                  %s
                platform: %s
            run: { tail: 8h }
            """.formatted(queue, rest, WORKERS, file, page, fleet)));
  }

  private static final String PAGE = "classes: [ { name: click, service: { wait: 40ms } } ]";

  private static long count(RunOutcome run, int row, Count what) {
    return run.recorder().totals().count(row, what);
  }

  /**
   * Fifty tasks of 2 s, five at once: ten rounds, over at 20 s. The first five begin at once, the
   * last at 18 s.
   */
  @Test
  void drainsInRounds() throws IOException {
    RunOutcome run = tasks("0,50\n", "service: 2s", "maxConcurrentDispatches: 5");
    MessageReport report = run.messages().get(0);
    assertEquals(50, Batches.count(run, Count.MESSAGES_IN));
    assertEquals(50, Batches.count(run, Count.MESSAGES_DONE));
    assertEquals(50, report.waitingPeak());
    assertEquals(20_000_000_000L, report.oldestNs());
    assertEquals(18e9, report.ageNs().getMaxValue(), 0.02e9);
    assertEquals(8e9, report.ageNs().getValueAtPercentile(50), 0.01e9);
    assertEquals(20 - run.traceEndNs() / 1e9, report.drainSeconds(run.traceEndNs()), 1e-9);
    // 45 wait 2 s, 40 wait 2 s, ...: 2 x 5 x (9 + 8 + ... + 1).
    assertEquals(450e9, Batches.totals(run).integral(0, Gauge.MESSAGES_WAITING));
    // What the user waits for is the queue alone.
    assertEquals(0.010, Scenarios.meanLatencySeconds(run), 1e-9);
  }

  /** Ten a second and a burst of a fifth of that: two at once, then one every 100 ms. */
  @Test
  void dispatchesAtTheRate() throws IOException {
    RunOutcome run = tasks("0,22\n", "service: 1ms", "maxDispatchesPerSecond: 10");
    assertEquals(2_001_000_000L, run.messages().get(0).oldestNs());
    assertEquals(2e9, run.messages().get(0).ageNs().getMaxValue(), 0.002e9);
    RunOutcome burst =
        tasks("0,22\n", "service: 1ms", "maxDispatchesPerSecond: 10, maxBurstSize: 22");
    assertEquals(1_000_000L, burst.messages().get(0).oldestNs());
  }

  /**
   * The example of the API's reference: pauses of 10, 20, 40 and 80 s, then 160 and 240 s, then the
   * longest. Each attempt takes a second, so they begin at 0, 11, 32, 73, 154, 315 and 556 s, and
   * the task is given up at 557 s.
   */
  @Test
  void pausesDoubleThenGrow() throws IOException {
    MessageRules.Tasks rules = new MessageRules.Tasks(1, 1, 1, 9, 10, 300, 3);
    long[] expected = {10, 20, 40, 80, 160, 240, 300, 300};
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], rules.pauseNs(i + 1), "after failure " + (i + 1));
    }
    assertEquals(300, new MessageRules.Tasks(1, 1, 1, 9, 10, 300, 60).pauseNs(5000));
    RunOutcome run = tasks(
        "0,1\n",
        "service: 1s, failureShare: 100%",
        "maxAttempts: 7, minBackoff: 10s, maxBackoff: 300s, maxDoublings: 3");
    assertEquals(7, Batches.count(run, Count.ATTEMPTS));
    assertEquals(1, Batches.count(run, Count.MESSAGES_DEAD));
    assertEquals(1, Batches.totals(run).failed(0, FailureReason.FUNCTION_ERROR));
    assertEquals(557_000_000_000L, run.messages().get(0).oldestNs());
    // Created once, delivered seven times.
    assertEquals(8, Batches.count(run, Count.QUEUE_OPERATIONS));
  }

  /** A task is as good as dead when its next attempt would come after it has been deleted. */
  @Test
  void oldTasksAreDeleted() throws IOException {
    RunOutcome run = tasks(
        "0,1\n",
        "service: 1s, failureShare: 100%",
        "maxAge: 1min, minBackoff: 10s, maxBackoff: 10s");
    // At 0, 11, 22, 33, 44 and 55 s; 66 s is too late.
    assertEquals(6, Batches.count(run, Count.ATTEMPTS));
    assertEquals(1, Batches.count(run, Count.MESSAGES_DEAD));
    RunOutcome just = tasks(
        "0,1\n",
        "service: 1s, failureShare: 100%",
        "maxAge: 66s, minBackoff: 10s, maxBackoff: 10s");
    assertEquals(7, Batches.count(just, Count.ATTEMPTS));
  }

  /**
   * A hundred users at once: each has its page after 40 ms and 10 ms for the queue. Five workers
   * need a second for each message: the last is done 20 s later, at 20.05 s.
   */
  @Test
  void usersGoAndWorkersStay() throws IOException {
    RunOutcome run = page(
        "0,100\n",
        PAGE,
        "kind: cloud-tasks, enqueue: 10ms, maxConcurrentDispatches: 5",
        "service: 1s");
    assertEquals("page", run.scenario().services().get(0).name());
    assertEquals(1, run.scenario().userRows());
    assertEquals(100, count(run, 0, Count.COMPLETED));
    assertEquals(0.050, Scenarios.meanLatencySeconds(run), 1e-9);
    assertEquals(0, count(run, 0, Count.MESSAGES_IN));
    assertEquals(100, count(run, 1, Count.MESSAGES_IN));
    assertEquals(100, count(run, 1, Count.MESSAGES_DONE));
    assertEquals(100, count(run, 1, Count.COMPLETED));
    // The workers' time is nobody's latency.
    assertEquals(0, run.recorder().latency(1).getTotalCount());
    MessageReport report = run.messages().get(1);
    assertEquals(20_000_000_000L, report.oldestNs());
    assertEquals(19e9, report.ageNs().getMaxValue(), 0.02e9);
    assertEquals(20.05 - run.traceEndNs() / 1e9, report.drainSeconds(run.traceEndNs()), 1e-9);
  }

  /** The message comes last: a page of processor work, queries and waiting is as much later. */
  @Test
  void theQueueComesBeforeTheReply() throws IOException {
    String queue = "kind: sqs, enqueue: 10ms, maxConcurrency: 100";
    for (String service : new String[] {
      "service: 60ms",
      "service: { cpu: 20ms, wait: 40ms }",
      "service: { cpu: 20ms, wait: 30ms }, queries: { count: 2, each: 5ms }"
    }) {
      String click = "classes: [ { name: click, " + service + " } ]";
      for (String fleet : List.of(WORKERS, Scenarios.fleet(1, "1"))) {
        RunOutcome run = pageOn(fleet, "0,1\n", click, queue, "service: 1s");
        assertEquals(0.070, Scenarios.meanLatencySeconds(run), 1e-9, service);
      }
    }
  }

  /** 30 % of 2,000 messages are not taken, within 6 sigma (123); their requests fail. */
  @Test
  void aMessageNotTakenFailsItsRequest() throws IOException {
    String queue = "kind: cloud-tasks, enqueueFailures: 30%";
    RunOutcome run = page("0,2000\n", PAGE, queue, "service: 1ms");
    long failed = run.recorder().totals().failed(0, FailureReason.ENQUEUE_FAILED);
    assertEquals(600, failed, 123);
    assertEquals(2000 - failed, count(run, 1, Count.MESSAGES_IN));
    RunOutcome retried = page(
        "0,2000\n",
        PAGE + "\n      clients: { retries: { max: 20, base: 1ms } }",
        queue,
        "service: 1ms");
    assertEquals(2000, count(retried, 0, Count.COMPLETED));
    assertEquals(2000, count(retried, 1, Count.MESSAGES_IN));
  }

  /** Users who leave after 20 ms and come again leave a message each time the page ends. */
  @Test
  void aUserWhoLeftHasLeftAMessage() throws IOException {
    RunOutcome run = page(
        "0,10\n",
        PAGE + "\n      clients: { timeout: 20ms, retries: { max: 1, base: 1ms } }",
        "kind: cloud-tasks",
        "service: 1ms");
    assertEquals(10, run.recorder().totals().failed(0, FailureReason.CLIENT_TIMEOUT));
    assertEquals(20, count(run, 1, Count.MESSAGES_DONE));
  }

  /** SQS before any platform: 12 messages, four consumers of 10 s, three operations each. */
  @Test
  void sqsConsumersTakeOneAtATime() throws IOException {
    RunOutcome run =
        page("0,12\n", PAGE, "kind: sqs, enqueue: 10ms, maxConcurrency: 4", "service: 10s");
    assertEquals(30_000_000_000L, run.messages().get(1).oldestNs());
    assertEquals(36, count(run, 1, Count.QUEUE_OPERATIONS));
    RunOutcome dead = page(
        "0,12\n",
        PAGE,
        "kind: sqs, maxConcurrency: 12, maxReceives: 3",
        "service: 10s, failureShare: 100%");
    assertEquals(12, count(dead, 1, Count.MESSAGES_DEAD));
    assertEquals(36, count(dead, 1, Count.ATTEMPTS));
    // Three receives of 10 s, and 30 s until a message is seen again, twice.
    assertEquals(90_000_000_000L, dead.messages().get(1).oldestNs());
    assertEquals(48, count(dead, 1, Count.QUEUE_OPERATIONS));
  }

  /** Everything at once, and the same bytes again. */
  @Test
  void ledgersHoldAndRunsReplay() {
    String yaml = """
        apiVersion: headroom/v1
        kind: Scenario
        metadata: { name: all }
        services:
          - name: page
            workload:
              generate: { shape: spike, base: 5/s, peak: 200/s, ramp: 20s, hold: 30s, decay: 9s,
                          duration: 3min }
              classes: [ { name: click, service: { cpu: 20ms, wait: 100ms } } ]
              clients: { timeout: 2s, retries: { max: 2, base: 100ms } }
            platform: { use: cloud-run, scale: { max: 5 } }
          - name: worker
            workload:
              from: page
              clients: { kind: %s, enqueueFailures: 2%% }
              classes:
                - { name: job, service: { wait: 200ms }, queries: { count: 2, each: 20ms },
                    failureShare: 5%% }
            platform: { use: cloud-run, concurrency: { max: 4 }, scale: { max: 12 } }
          - name: mailer
            workload:
              from: worker
              clients: { kind: cloud-tasks }
              classes: [ { name: mail, service: 300ms } ]
            platform: { use: aws-lambda }
        database: { maxConnections: 10, reserved: 0, pool: { size: 1 } }
        run: { tail: 8h }
        """;
    for (String kind :
        new String[] {"cloud-tasks, maxConcurrentDispatches: 40", "sqs, maxConcurrency: 30"}) {
      RunOutcome run = Simulation.run(Scenarios.of(yaml.formatted(kind)));
      RunOutcome again = Simulation.run(Scenarios.of(yaml.formatted(kind)));
      assertEquals(run.recorder().fingerprint(), again.recorder().fingerprint());
      Totals totals = run.recorder().totals();
      for (int row = 1; row < 3; row++) {
        long sent = totals.count(row - 1, Count.COMPLETED)
            + totals.count(row - 1, Count.FINISHED_AFTER_CLIENT_LEFT);
        assertEquals(sent, totals.count(row, Count.MESSAGES_IN));
        assertEquals(
            sent, totals.count(row, Count.MESSAGES_DONE) + totals.count(row, Count.MESSAGES_DEAD));
        assertEquals(0, run.recorder().value(row, Gauge.MESSAGES_WAITING));
      }
      assertTrue(totals.count(1, Count.MESSAGES_IN) > 3000, kind);
      assertTrue(totals.count(1, Count.DB_REFUSED) > 0, kind);
    }
  }

  @Test
  void whatCannotBeIsRefused() {
    refused("from: pages", "from: pages; allowed", PAGE, "kind: sqs");
    refused("clients.kind", "the queue between the two", PAGE, "timeout: 1s");
    refused("trace", "leave out either", PAGE, "kind: sqs }\n      trace: { file: x.csv");
    refused(
        "maxDispatchPerSecond",
        "did you mean 'maxDispatchesPerSecond'",
        PAGE,
        "kind: cloud-tasks, maxDispatchPerSecond: 3");
    refused(
        "maxConcurrentDispatches",
        "allowed: 1 to",
        PAGE,
        "kind: cloud-tasks, maxConcurrentDispatches: 0");
    UserError alone =
        assertThrows(UserError.class, () -> tasks("0,1\n", "service: 1s", "enqueueFailures: 1%"));
    assertTrue(alone.getMessage().contains("needs workload.from"), alone.getMessage());
  }

  private void refused(String where, String why, String page, String queue) {
    UserError e = assertThrows(UserError.class, () -> {
      if (where.startsWith("from")) {
        Scenarios.of("apiVersion: headroom/v1\nkind: Scenario\nmetadata: { name: x }\nservices:\n"
            + "  - { name: a, platform: { use: generic }, workload: { from: pages,"
            + " clients: { kind: sqs }, classes: [ { name: j, service: 1s } ] } }\n");
      } else {
        page("0,1\n", page, queue, "service: 1s");
      }
    });
    assertTrue(e.getMessage().contains(where) && e.getMessage().contains(why), e.getMessage());
  }
}
