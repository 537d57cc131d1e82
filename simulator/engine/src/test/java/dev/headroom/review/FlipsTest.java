package dev.headroom.review;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.config.ConfigNode;
import dev.headroom.config.Units;
import dev.headroom.scenario.ScenarioReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** At which value an assumption turns the verdict, where paper says it. */
class FlipsTest {
  @TempDir
  private Path folder;

  private JsonNode run(String rows, String work, String platform, String slo) throws IOException {
    Path file = folder.resolve("rows.csv");
    Files.writeString(file, "timestamp\n" + rows);
    String yaml = """
        apiVersion: headroom/v1
        kind: Scenario
        metadata: { name: flips }
        workload:
          trace: { file: %s }
          classes: [ { name: r, service: %s } ]
        platform: %s
        %s
        """.formatted(
            file, work, platform, slo.isEmpty() ? "" : "slo: [ { expr: '" + slo + "' } ]");
    return Review.of(
            ScenarioReader.read(ConfigNode.parse("test.yaml", yaml)),
            new Review.Request(1, "test.yaml", "", true, nowNs -> {}))
        .run();
  }

  private static JsonNode assumption(JsonNode run, String path) {
    for (JsonNode one : run.get("assumptions")) {
      if (one.get("path").asText().equals(path)) {
        return one;
      }
    }
    throw new AssertionError(path + " is not among " + run.get("assumptions"));
  }

  private static final String LINE =
      "{ use: fixed-fleet, instance: { cpu: 1 }, scale: { min: 1, max: 1 },"
          + " concurrency: { max: 1 } }";

  /** Ten at once, one at work: the queue holds nine. One that holds eight refuses one. */
  @Test
  void queueThatIsNoLongerUnlimited() throws IOException {
    JsonNode run = run("1\n".repeat(10), "{ wait: 1s }", LINE, "rate(errors) == 0");
    assertEquals("pass", run.at("/verdict/state").asText());
    JsonNode limit = assumption(run, "platform.queue.limit");
    assertEquals("8 or less", limit.get("flipsAt").asText());
    assertTrue(limit.get("measure").asText().contains("refused"), limit::toString);
    String said = run.at("/verdict/sentences").toString();
    assertTrue(
        said.contains("The verdict changes if platform.queue.limit is 8 or less (assumed:"
            + " unlimited); to settle it, "),
        said);
  }

  /** The tenth waits nine seconds. Within 2 % below that it gives up. */
  @Test
  void waitThatIsNoLongerUnlimited() throws IOException {
    JsonNode run = run("1\n".repeat(10), "{ wait: 1s }", LINE, "rate(errors) == 0");
    String flipsAt = assumption(run, "platform.queue.timeout").get("flipsAt").asText();
    assertTrue(flipsAt.endsWith(" or less"), flipsAt);
    double seconds = Units.durationNs(flipsAt.replace(" or less", "")) / 1e9;
    assertTrue(seconds <= 9 && seconds > 9 * 0.85, flipsAt);
  }

  /** 100 ms of work at a limit of one second leave 900 ms for a pull that is assumed free. */
  @Test
  void delayThatIsAssumedNothing() throws IOException {
    JsonNode run = run(
        "1\n",
        "{ wait: 100ms }",
        "{ use: cloud-run, scale: { min: 0 }, coldStart: { placing: 0s, booting: 0s } }",
        "max(latency) < 1s");
    assertEquals("pass", run.at("/verdict/state").asText());
    String flipsAt =
        assumption(run, "platform.coldStart.pulling").get("flipsAt").asText();
    assertTrue(flipsAt.endsWith(" or more"), flipsAt);
    double seconds = Units.durationNs(flipsAt.replace(" or more", "")) / 1e9;
    assertTrue(seconds >= 0.9 && seconds < 0.9 * 1.1, flipsAt);
  }

  /** A violated objective can be an assumption's doing as well: 1 s of work, four at once. */
  @Test
  void failureThatIsAnAssumptionsDoing() throws IOException {
    JsonNode run = run(
        "1\n1\n1\n1\n",
        "{ cpu: 1s }",
        "{ use: fixed-fleet, scale: { min: 1, max: 1 } }",
        "max(latency) < 1500ms");
    assertEquals("fail", run.at("/verdict/state").asText());
    // Four share c processors for 4 / c seconds, at most one each: 4 / c < 1.5 from 2.67 on.
    String flipsAt = assumption(run, "platform.instance.cpu").get("flipsAt").asText();
    assertTrue(flipsAt.endsWith(" or more"), flipsAt);
    double vcpus = Double.parseDouble(flipsAt.replace(" or more", ""));
    assertEquals(4 / 1.5, vcpus, 0.06);
  }

  /** What cannot turn it says nothing but that it was tried. */
  @Test
  void assumptionThatDoesNotMatter() throws IOException {
    JsonNode run = run("1\n", "{ wait: 1s }", LINE, "max(latency) < 2s");
    JsonNode limit = assumption(run, "platform.queue.limit");
    assertTrue(limit.get("tried").asBoolean());
    assertTrue(limit.get("flipsAt").isNull());
    assertFalse(run.at("/verdict/sentences").toString().contains("The verdict changes"));
  }

  /** Without an objective there is no verdict to turn, and nothing is run for it. */
  @Test
  void withoutObjectivesNothingIsTried() throws IOException {
    JsonNode run = run("1\n", "{ wait: 1s }", LINE, "");
    run.get("assumptions").forEach(one -> assertFalse(one.get("tried").asBoolean()));
  }
}
