package dev.headroom.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.replication.Batch;
import dev.headroom.review.Aftermath;
import dev.headroom.scenario.ScenarioTexts;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rows are a pure function of the plan, a setting and a day, wherever they are computed. */
final class SweepTest {
  /** One processor of 10 requests a second; a spike of twice that meets clients that retry. */
  private static final String SCENARIO = """
      apiVersion: headroom/v1
      kind: Scenario
      metadata: { name: retries }
      workload:
        generate: { shape: spike, base: 7/s, peak: 25/s, at: 60s, ramp: 1s, hold: 10s, decay: 1s,
          duration: 240s }
        classes: [ { name: r, service: { cpu: 100ms } } ]
        clients: { timeout: 2s, retries: { max: 3, backoff: exponential, base: 100ms } }
      platform: { use: fixed-fleet, scale: { min: 1, max: 1 }, concurrency: { max: unlimited },
        instance: { cpu: 1 }, timeouts: { request: unlimited } }
      slo: [ { name: availability, expr: "rate(errors) < 5%" } ]
      """;

  private static SweepPlan plan(String... varies) {
    ScenarioTexts texts = new ScenarioTexts(List.of("retries.yaml"), List.of(SCENARIO));
    return new SweepPlan(texts, List.of(), List.of(), List.of(varies), 0, 2, 7L);
  }

  private static Object copied(Object sent) throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(sent);
    }
    assertTrue(bytes.size() < 10_000, "what is sent is small: " + bytes.size());
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return in.readObject();
    }
  }

  /** Cut anyhow, sent as bytes, in any order: the same document as of the whole. */
  @Test
  void partsGiveTheSameAnswerHoweverTheyAreCut() throws Exception {
    SweepPlan plan = plan("retries.max=0,3", "generate.hold=1s,10s");
    Sweep sweep = Sweep.of(plan);
    assertEquals(8, sweep.jobs());
    List<SweepRow> whole = Collections.synchronizedList(new ArrayList<>());
    new Batch(2).run(plan, new int[] {0, 1, 2, 3, 4, 5, 6, 7}, whole::add);
    List<SweepRow> parts = new ArrayList<>();
    for (int[] numbers : new int[][] {{5, 7, 6}, {0}, {4, 1, 2, 3}}) {
      Batch.Job<SweepRow> job = ((SweepPlan) copied(plan)).open();
      for (int number : numbers) {
        parts.add((SweepRow) copied(job.run(number, simulatedNs -> {})));
      }
    }
    SweepResult one = SweepResult.of(sweep, whole, 0.05);
    SweepResult other = SweepResult.of(sweep, parts, 0.05);
    assertEquals(SweepDocument.of(one).toString(), SweepDocument.of(other).toString());
    assertEquals(SweepTables.runs(one).csv(), SweepTables.runs(other).csv());
  }

  @Test
  void aLineHoldsARowBitByBit() {
    double[] values = {1.1, Double.POSITIVE_INFINITY, Double.NaN, -0.0};
    SweepRow row = new SweepRow(3, 1, values, Aftermath.SELF_SUSTAINING, -5, null);
    assertEquals(row, SweepRow.parse(row.line(), "here"));
    SweepRow refused = SweepRow.refused(4, 0, "min above max");
    assertEquals("min above max", SweepRow.parse(refused.line(), "here").refused());
  }

  /**
   * Without retries 10 s of 25/s at 10/s leave a backlog that 7/s let drain; with three of each,
   * 7/s become up to 28/s and it never does.
   */
  @Test
  void retriesTurnASpikeIntoAMetastableState() {
    Sweep sweep = Sweep.of(plan("retries.max=0,3"));
    assertEquals(Aftermath.RECOVERED, sweep.row(0, 0, now -> {}).aftermath());
    assertEquals(Aftermath.SELF_SUSTAINING, sweep.row(1, 0, now -> {}).aftermath());
  }
}
