package dev.headroom.review;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.config.ConfigNode;
import dev.headroom.measure.Facts;
import dev.headroom.replication.Batch;
import dev.headroom.results.SavedResult;
import dev.headroom.scenario.Scenario;
import dev.headroom.scenario.ScenarioReader;
import dev.headroom.simulation.Simulation;
import dev.headroom.statistics.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Verdict and document of many days. */
class RepetitionTest {
  private static final int ANY = 12;

  @TempDir
  private Path folder;

  /** A day of {@code requests}, each failing with a chance; bad days are known in advance. */
  private static Scenario failing(String share, int requests, String slo) {
    return ScenarioReader.read(ConfigNode.parse("test.yaml", """
            apiVersion: headroom/v1
            kind: Scenario
            metadata: { name: test }
            workload:
              generate: { shape: constant, rate: 50/s, requests: %d, arrivals: poisson }
              classes:
                - { name: r, service: { dist: exponential, mean: 80ms }, failureShare: %s }
            platform: { use: generic, scale: { min: 4 }, concurrency: { max: 1 } }
            slo: %s
            """.formatted(requests, share, slo)));
  }

  private static SavedResult run(Scenario scenario, int runs, Batch batch) {
    Review.Request review = new Review.Request(1, "test.yaml", "", false, nowNs -> {});
    return Repetition.of(scenario, new Repetition.Request(review, runs, 0.05, batch, done -> {}));
  }

  private static JsonNode run(Scenario scenario, int runs) {
    return run(scenario, runs, new Batch(2)).run();
  }

  /** The files as written. */
  private static List<String> files(SavedResult result, Path folder) throws IOException {
    Files.createDirectories(folder);
    result.write(folder);
    List<String> texts = new ArrayList<>();
    for (String name : List.of("series.csv", "events.csv", "latency.hgrm")) {
      texts.add(Files.readString(folder.resolve(name)));
    }
    return texts;
  }

  @ParameterizedTest
  @CsvSource({
    "0%, 73, pass, 0",
    "0%, 72, inconclusive, 0",
    "2%, 20, fail, 20",
    "0.05%, 20, inconclusive, -1"
  })
  void theVerdictIsAboutDays(String share, int runs, String state, int violated) {
    JsonNode run = run(failing(share, 300, "[ { expr: count(errors) < 1 } ]"), runs);
    assertEquals(state, run.at("/verdict/state").asText(), run.toString());
    JsonNode one = run.at("/objectives/0");
    assertEquals(state, one.get("verdict").asText());
    assertEquals(runs, one.get("runs").asInt());
    assertEquals(runs, run.get("runs").asInt());
    assertTrue(violated < 0 || one.get("violatedRuns").asInt() == violated, one.toString());
    double high = one.at("/ci95/1").asDouble();
    assertTrue(high > 0, "zero failures have an upper bound: " + high);
    assertEquals(high < 0.05, state.equals("pass"));
    String sentence = run.at("/verdict/sentences/0").asText();
    assertTrue(sentence.contains(" of " + runs + " days"), sentence);
    assertTrue(sentence.contains("5 % may"), sentence);
  }

  /** What may only be warned about never fails the whole. */
  @Test
  void aWarningDoesNotCount() {
    JsonNode run = run(failing("2%", 300, "[ { expr: count(errors) < 1, severity: warn } ]"), ANY);
    assertEquals("pass", run.at("/verdict/state").asText());
    assertEquals("fail", run.at("/objectives/0/verdict").asText());
    assertTrue(run.at("/verdict/sentences/0").asText().startsWith("Warning: "));
  }

  /** 0 of 20 and of 40 leave 5 % open, 0 of 80 do not; a clear failure is seen at once. */
  @ParameterizedTest
  @CsvSource({"0%, 80, pass", "2%, 20, fail"})
  void decidesAtACheckpoint(String share, int runs, String state) {
    JsonNode run = run(failing(share, 300, "[ { expr: count(errors) < 1 } ]"), 0);
    assertEquals(runs, run.get("runs").asInt());
    assertEquals(state, run.at("/verdict/state").asText());
  }

  /** Each number is the mean over the days, with interval and band, and a day is what one is. */
  @Test
  void numbersAreMeansOverDays() {
    Scenario scenario = failing("1%", 300, "[ { expr: 'p90(latency{completed}) < 300ms' } ]");
    List<Facts> days = new ArrayList<>();
    for (int day = 0; day < ANY; day++) {
      days.add(new Facts(Simulation.run(scenario, 1, day, nowNs -> {})));
    }
    JsonNode run = run(scenario, ANY);
    Sample p90 = Sample.of(days.stream()
        .mapToDouble(day -> Math.rint(Facts.quantileMs(day.latency(), 90) * 1e3) / 1e3)
        .toArray());
    assertEquals(p90.mean(), run.at("/latencyMs/p90").asDouble(), 1e-6);
    assertEquals(p90.meanInterval().low(), run.at("/latencyMs/p90Ci95/0").asDouble(), 1e-6);
    assertEquals(p90.meanInterval().high(), run.at("/latencyMs/p90Ci95/1").asDouble(), 1e-6);
    assertEquals(p90.band().low(), run.at("/latencyMs/p90Band/0").asDouble(), 1e-6);
    assertEquals(p90.band().high(), run.at("/latencyMs/p90Band/1").asDouble(), 1e-6);
    assertTrue(run.at("/requests/offeredCi95").isNull(), "all days offered the same");
    assertEquals(300, run.at("/requests/offered").asInt());
    assertTrue(run.at("/latencyMs/p999").isNull(), "too few requests");
    assertTrue(run.at("/latencyMs/p999Ci95").isMissingNode());
    Sample errors =
        Sample.of(days.stream().mapToDouble(day -> day.errorRate() * 300).toArray());
    assertEquals(errors.mean(), run.at("/requests/failed").asDouble(), 1e-6);
    assertEquals(
        errors.mean(),
        run.at("/requests/failedByReason/function-error").asDouble(),
        1e-6,
        "a day without one has none of them");
  }

  /** The series is that of the day in the middle. */
  @Test
  void theDayInTheMiddleIsShown() throws IOException {
    Scenario scenario = failing("1%", 300, "[ { expr: 'p90(latency{completed}) < 300ms' } ]");
    SavedResult all = run(scenario, 11, new Batch(2));
    int shown = all.run().at("/days/shown").asInt();
    double[] values = new double[11];
    for (int day = 0; day < values.length; day++) {
      values[day] = new Facts(Simulation.run(scenario, 1, day, nowNs -> {})).latencyMs(0.9, false);
    }
    assertEquals(Sample.of(values).middle(), values[shown - 1]);
    Review.Request one = new Review.Request(1, "test.yaml", "", false, nowNs -> {});
    SavedResult alone = Review.of(scenario, one.ofMany(shown - 1, false));
    assertEquals(files(alone, folder.resolve("alone")), files(all, folder.resolve("all")));
    assertNotEquals(alone.run().get("fingerprint"), all.run().get("fingerprint"));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void threadsChangeNoByte(int threads) throws IOException {
    Scenario scenario = failing("0.3%", 300, "[ { expr: count(errors) < 1 } ]");
    SavedResult two = run(scenario, ANY, new Batch(2));
    SavedResult other = run(scenario, ANY, new Batch(threads));
    assertEquals(two.runText(), other.runText());
    assertEquals(files(two, folder.resolve("two")), files(other, folder.resolve("other")));
  }

  @Test
  void whatWasFinishedIsKeptAndMarked() {
    Scenario scenario = failing("0%", 300, "[ { expr: count(errors) < 1 } ]");
    Review.Request review = new Review.Request(1, "test.yaml", "", true, nowNs -> {});
    Batch batch = new Batch(1);
    JsonNode run = Repetition.of(scenario, new Repetition.Request(review, 50, 0.05, batch, done -> {
          if (done == 5) {
            batch.stop();
          }
        }))
        .run();
    assertTrue(run.get("partial").asBoolean());
    assertEquals(5, run.get("runs").asInt());
    assertTrue(run.at("/verdict/sentences").toString().contains("Interrupted: only the 5 days"));
    Batch stopped = new Batch(1);
    stopped.stop();
    assertNull(run(scenario, 50, stopped));
  }

  @Test
  void withoutAnObjectiveTroubleIsCounted() {
    JsonNode run = run(failing("0%", 300, "[]"), ANY);
    assertEquals("none", run.at("/verdict/state").asText());
    assertTrue(
        run.at("/verdict/sentences/0")
            .asText()
            .startsWith(
                "No objective given: nothing failed on any of 12 days; at most 24.2 % of days"),
        run.at("/verdict/sentences/0").asText());
  }
}
