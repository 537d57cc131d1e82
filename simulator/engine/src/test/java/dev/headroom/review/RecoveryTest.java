package dev.headroom.review;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.config.ConfigNode;
import dev.headroom.scenario.ScenarioReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a result says about the time after the worst, in cases that paper can follow. */
class RecoveryTest {
  /** One server that waits in line: 10 requests of 100 ms a second. */
  private static final String LINE =
      "{ use: fixed-fleet, scale: { min: 1, max: 1 }, concurrency: { max: 1 },"
          + " queue: { limit: unlimited, timeout: unlimited }, timeouts: { request: unlimited } }";

  /** One processor that all share: 10 requests of 100 ms a second, whoever still waits for them. */
  private static final String SHARED =
      "{ use: fixed-fleet, scale: { min: 1, max: 1 }, concurrency: { max: unlimited },"
          + " instance: { cpu: 1 }, timeouts: { request: unlimited } }";

  @TempDir
  private Path folder;

  /** Equally spaced requests: so many a second for so many seconds, pair by pair. */
  private JsonNode run(String clients, String platform, int... rateAndSeconds) throws IOException {
    return run(clients, platform, "service: { cpu: 100ms }", rateAndSeconds);
  }

  private JsonNode run(String clients, String platform, String work, int... rateAndSeconds)
      throws IOException {
    StringBuilder counts = new StringBuilder("timestamp,count\n");
    int second = 0;
    for (int i = 0; i < rateAndSeconds.length; i += 2) {
      for (int s = 0; s < rateAndSeconds[i + 1]; s++) {
        counts.append(second++).append(',').append(rateAndSeconds[i]).append('\n');
      }
    }
    Path file = folder.resolve("counts.csv");
    Files.writeString(file, counts);
    String yaml = """
        apiVersion: headroom/v1
        kind: Scenario
        metadata: { name: recovery }
        workload:
          trace: { file: %s, arrivals: uniform }
          classes: [ { name: r, %s } ]
          clients: %s
        platform: %s
        """.formatted(file, work, clients, platform);
    return Review.of(
            ScenarioReader.read(ConfigNode.parse("test.yaml", yaml)),
            new Review.Request(1, "test.yaml", "", true, nowNs -> {}))
        .run();
  }

  /** Random arrivals and lengths at a steady load that is served are no incident. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void steadyNoiseIsNoIncident(long seed) {
    String yaml = """
        apiVersion: headroom/v1
        kind: Scenario
        metadata: { name: steady }
        workload:
          generate: { shape: constant, rate: 7/s, duration: 20min, arrivals: poisson }
          classes: [ { name: r, service: { dist: exponential, mean: 100ms } } ]
          clients: { timeout: 10s, retries: { max: 2 } }
        platform: %s
        """.formatted(LINE);
    JsonNode run = Review.of(
            ScenarioReader.read(ConfigNode.parse("test.yaml", yaml)),
            new Review.Request(seed, "test.yaml", "", true, nowNs -> {}))
        .run();
    assertFalse(run.has("recovery"), () -> run.at("/recovery").toString());
  }

  private static String state(JsonNode run) {
    return run.at("/recovery/state").asText();
  }

  private static double number(JsonNode run, String key) {
    assertTrue(run.at("/recovery/" + key).isNumber(), () -> key + " in " + run.at("/recovery"));
    return run.at("/recovery/" + key).asDouble();
  }

  private static String said(JsonNode run) {
    return run.at("/verdict/sentences").toString();
  }

  /**
   * 20/s for 10 s at a server of 10/s leave B = 100 inside; at 7/s they are gone after
   * B / (mu - lambda) = 100 / 3 = 33.3 s. Nobody gives up, so nothing fails.
   */
  @Test
  void plainOverloadDrains() throws IOException {
    JsonNode run = run("{}", LINE, 7, 60, 20, 10, 7, 120);
    assertEquals("recovered", state(run));
    assertEquals(60, number(run, "triggerFrom"));
    assertEquals(70, number(run, "triggerEnd"));
    assertEquals(7, number(run, "usualPerSecond"));
    assertEquals(33.3, number(run, "backlogClearedSeconds"), 1);
    assertEquals(0, number(run, "failuresCeasedSeconds"));
    assertEquals(number(run, "backlogClearedSeconds"), number(run, "recoveredSeconds"));
    assertEquals(0, number(run, "retryShareAfter"));
    assertTrue(said(run).contains("backlog cleared after 3"), () -> said(run));
  }

  /** The same from the first second on, where no time before says what is usual. */
  @Test
  void overloadFromTheStart() throws IOException {
    JsonNode run = run("{}", LINE, 20, 10, 7, 120);
    assertEquals("recovered", state(run));
    assertEquals(10, number(run, "triggerEnd"));
    // Fewer than 5 inside count as usual there: gone up to 5 / 3 s earlier.
    assertEquals(33.3 - 5 / 3.0, number(run, "backlogClearedSeconds"), 1 + 5 / 3.0);
  }

  /** No spike, no failure, nothing to recover from. */
  @Test
  void nothingToSay() throws IOException {
    assertFalse(run("{}", LINE, 7, 60).has("recovery"));
    // Twice the load for a moment, within what the server can do.
    assertFalse(run("{}", LINE, 4, 60, 9, 10, 4, 60).has("recovery"));
  }

  /**
   * Users wait 1 s for each of three attempts and the server works on. With more than 10 inside
   * every attempt takes longer than that, fails, and is made again: 3 x 7 = 21 attempts a second
   * for 10 that can be done. Before the spike utilisation was 0.7. Only below 10 / 3 = 3.33/s would
   * the work inside become less; within the time left it must become so much less as to vanish.
   */
  @Test
  void stormSustainsItself() throws IOException {
    JsonNode run =
        run("{ timeout: 1s, retries: { max: 2, base: 100ms } }", SHARED, 7, 60, 20, 10, 7, 600);
    assertEquals("self-sustaining", state(run));
    assertEquals(70, number(run, "triggerEnd"));
    assertTrue(run.at("/recovery/recoveredSeconds").isNull());
    assertEquals(2 / 3.0, number(run, "retryShareAfter"), 0.01);
    assertTrue(number(run, "recoversAtPerSecond") < 10 / 3.0);
    assertTrue(number(run, "recoversAtPerSecond") > 1);
    // Five halvings of 7/s.
    assertEquals(
        7 / 32.0, number(run, "failsAtPerSecond") - number(run, "recoversAtPerSecond"), 1e-3);
    assertTrue(said(run).contains("does not recover until the load falls below"), () -> said(run));
    assertTrue(run.at("/tried").toString().contains("a retry budget of 10 %"));
  }

  /**
   * The same with a line before the server, which a user leaves on a time-out: those who come to
   * the front have waited so long that they leave while they are served.
   */
  @Test
  void stormInALine() throws IOException {
    JsonNode run =
        run("{ timeout: 1s, retries: { max: 2, base: 100ms } }", LINE, 7, 60, 40, 10, 7, 300);
    assertEquals("self-sustaining", state(run));
  }

  /** At most 1.1 x 7 = 7.7 attempts a second: less than 10, so the work inside is done one day. */
  @Test
  void budgetLetsItRecover() throws IOException {
    JsonNode run = run(
        "{ timeout: 1s, retries: { max: 2, base: 100ms, budget: 10% } }",
        SHARED, 7, 60, 20, 10, 7, 600);
    assertEquals("recovered", state(run));
    // 1.1 x 20 x 10 s = 220 attempts came, 100 were done: 120 left at 10 - 7.7 a second.
    assertEquals(120 / 2.3, number(run, "recoveredSeconds"), 6);
    assertTrue(number(run, "retryShareAfter") <= 0.1);
  }

  /** The same storm from the first second: the run without the spike tells that 7/s are served. */
  @Test
  void stormFromTheStart() throws IOException {
    JsonNode run = run("{ timeout: 1s, retries: { max: 2, base: 100ms } }", SHARED, 20, 10, 7, 300);
    assertEquals("self-sustaining", state(run));
  }

  /** 11/s are too much for 10/s, spike or not. */
  @Test
  void tooMuchAnyway() throws IOException {
    JsonNode run =
        run("{ timeout: 1s, retries: { max: 2, base: 100ms } }", SHARED, 40, 10, 11, 300);
    assertEquals("overloaded", state(run));
    assertTrue(said(run).contains("too much without the spike as well"), () -> said(run));
  }

  /** Twenty seconds after the spike nobody can know. */
  @Test
  void traceEndsFirst() throws IOException {
    JsonNode run =
        run("{ timeout: 1s, retries: { max: 2, base: 100ms } }", SHARED, 7, 60, 20, 10, 7, 20);
    assertEquals("trace-ended", state(run));
    assertTrue(said(run).contains("the traffic ended first"), () -> said(run));
    // A backlog that drains for 100 / 1 = 100 s outlives a trace that goes on for 90.
    assertEquals("trace-ended", state(run("{}", LINE, 9, 60, 20, 10, 9, 90)));
  }

  /** A trace that is a spike and no more has no time after it to tell of. */
  @Test
  void spikeAloneTellsNothing() throws IOException {
    JsonNode run = run("{ timeout: 1s, retries: { max: 2, base: 100ms } }", SHARED, 20, 10, 7, 20);
    assertEquals("trace-ended", state(run));
    assertFalse(said(run).contains("the traffic ended first"), () -> said(run));
  }

  /**
   * Ten instances for a minute and a half, five connections: the five that come later wait for one
   * in vain and are, as they end last, the first to be used again. Then one request a second comes,
   * and each of them fails: nobody has to wait three lengths of the spike to say so.
   */
  @Test
  void nothingButFailuresIsNoRecovery() throws IOException {
    String platform = """
        { use: generic, concurrency: { max: 1 }, keepAlive: 600s, coldStart: { boot: 0ms } }
        database:
          engine: postgres
          maxConnections: 5
          reserved: 0
          connect: { cpu: 0ms, latency: 1ms, refusedCpu: 0ms }
          pool: { library: custom, size: 1, open: eager, failFast: false, acquireTimeout: 10s }
        """;
    JsonNode run = run(
        "{}",
        platform,
        "service: { cpu: 0ms }, queries: { count: 1, each: 500ms }",
        1,
        60,
        20,
        90,
        1,
        150);
    assertEquals("self-sustaining", state(run));
    assertTrue(said(run).contains("Does not recover by itself"), () -> said(run));
  }
}
