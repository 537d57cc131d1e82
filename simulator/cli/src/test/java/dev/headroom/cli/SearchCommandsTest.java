package dev.headroom.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.headroom.cli.InProcess.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** limits, recover, plan and optimize as a user asks them, where paper knows the answer. */
class SearchCommandsTest {
  /** Four servers of 100 ms in line: 40 requests a second and not one more. */
  private static final String FOUR = """
      apiVersion: headroom/v1
      kind: Scenario
      metadata: { name: four }
      workload:
        generate: { shape: constant, rate: 20/s, duration: 60s, arrivals: uniform }
        classes: [ { name: r, service: 100ms } ]
      platform:
        use: fixed-fleet
        scale: { min: 4, max: 4 }
        concurrency: { max: 1 }
        queue: { limit: unlimited, timeout: unlimited }
        timeouts: { request: unlimited }
      slo: [ { expr: "p99(latency) < 150ms" } ]
      """;

  /** A small database: 20 connections, instances of one request that hold one each. */
  private static final String DATABASE = """
      apiVersion: headroom/v1
      kind: Scenario
      metadata: { name: small-database }
      workload:
        generate: { shape: constant, rate: 40/s, duration: 60s, arrivals: uniform }
        classes: [ { name: r, service: { wait: 100ms }, queries: { count: 1, each: 100ms } } ]
      platform:
        use: generic
        concurrency: { max: 1 }
        scale: { max: 30 }
        coldStart: { boot: 100ms }
      database:
        engine: postgres
        maxConnections: 18
        pool: { library: node-postgres, size: 1 }
      slo: [ { expr: "rate(errors) == 0" }, { expr: "time(db.exhausted) == 0s" } ]
      """;

  @TempDir
  private Path folder;

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private Outcome run(String verb, Path scenario, String... more) {
    List<String> args = new ArrayList<>(List.of(verb, "-f", scenario.toString()));
    args.addAll(List.of(more));
    return InProcess.run(args.toArray(String[]::new));
  }

  private JsonNode json(int exit, String verb, Path scenario, String... more) throws IOException {
    List<String> args = new ArrayList<>(List.of(more));
    args.add("--json");
    Outcome outcome = run(verb, scenario, args.toArray(String[]::new));
    assertEquals(exit, outcome.exitCode(), outcome.err() + outcome.out());
    return new ObjectMapper().readTree(outcome.out());
  }

  /**
   * Equally spaced requests wait for nobody until there are more than 40 a second: twice as many.
   * Eight servers bear four times as many.
   */
  @Test
  void limitsFindsTheCapacityOfALine() throws IOException {
    JsonNode answer = json(0, "limits", file("four.yaml", FOUR), "--runs", "3");
    double holds = answer.at("/multiple/typical").asDouble();
    assertTrue(holds > 1.9 && holds <= 2.03, answer.at("/multiple").toString());
    assertEquals(20 * holds, answer.get("limitPerSecond").asDouble(), 0.02 * 20 * holds);
    assertEquals(3, answer.at("/multiple/days").size());
    JsonNode first = answer.at("/bottlenecks/0");
    assertEquals("concurrency", first.at("/kinds/0").asText(), answer.toString());
    for (JsonNode change : first.get("changes")) {
      if (change.get("change").asText().equals("instances 4 -> 8")) {
        assertEquals(4, change.get("holds").asDouble(), 0.08, first.toString());
        return;
      }
    }
    throw new AssertionError("nobody doubled the servers: " + first);
  }

  @Test
  void limitsNamesTheDatabaseAndThenTheMaximum() throws IOException {
    Path scenario = file("database.yaml", DATABASE);
    JsonNode answer = json(0, "limits", scenario, "--runs", "2");
    JsonNode first = answer.at("/bottlenecks/0");
    assertEquals("database-connections", first.at("/kinds/0").asText(), answer.toString());
    JsonNode next = answer.at("/bottlenecks/1");
    assertEquals("max-instances", next.at("/kinds/0").asText(), answer.toString());
    double at = answer.at("/multiple/typical").asDouble();
    assertTrue(next.get("at").asDouble() > at, answer.toString());
    assertTrue(next.at("/without/holds").asDouble() > next.get("at").asDouble());
    Outcome text = run("limits", scenario, "--runs", "2");
    assertTrue(text.out().contains("Holds up to "), text.out());
    assertTrue(text.out().contains("First bottleneck, at "), text.out());
    assertTrue(text.out().contains("Next, at "), text.out());
  }

  /** What is too much already: exit 99, and the multiple below one. */
  @Test
  void limitsOfTooMuchTrafficIsExit99() throws IOException {
    Path scenario = file("four.yaml", FOUR.replace("rate: 20/s", "rate: 80/s"));
    Outcome outcome = run("limits", scenario, "--runs", "2");
    assertEquals(99, outcome.exitCode(), outcome.out());
    assertTrue(
        outcome.out().contains("Too much traffic: the objectives hold only up to 0."),
        outcome.out());
  }

  @Test
  void threadsChangeNoAnswer() throws IOException {
    Path scenario = file("database.yaml", DATABASE);
    for (String verb : List.of("limits", "recover")) {
      assertEquals(
          run(verb, scenario, "--runs", "3", "--threads", "1", "--json").out(),
          run(verb, scenario, "--runs", "3", "--threads", "3", "--json").out(),
          verb);
    }
  }

  /**
   * 20 more requests than the line serves in each of 10 seconds: 200 that wait when the spike is
   * over, and 20 a second that are served beside what comes, which takes 10 s.
   */
  @Test
  void recoverTellsHowLongTheBacklogTakes() throws IOException {
    JsonNode answer = json(0, "recover", spike(20), "--runs", "2");
    assertEquals(2, answer.get("recoveredRuns").asInt(), answer.toString());
    assertEquals(10, answer.get("recoveredSeconds").asDouble(), 2, answer.toString());
    assertEquals("recovered", answer.at("/days/0/state").asText());
    String sentence = answer.at("/verdict/sentences/0").asText();
    assertTrue(sentence.startsWith("Recovers on each of 2 days, "), sentence);
  }

  @Test
  void recoverSaysWhereNothingHappenedAndWhereTheTrafficEnds() throws IOException {
    Outcome quiet = run("recover", file("four.yaml", FOUR), "--runs", "2");
    assertEquals(0, quiet.exitCode(), quiet.err());
    assertTrue(quiet.out().contains("Nothing to recover from"), quiet.out());
    Outcome short1 = run("recover", spike(38), "--runs", "2");
    assertEquals(98, short1.exitCode(), short1.out());
    assertTrue(short1.out().contains("Not known on any of 2 days"), short1.out());
  }

  /** Sixty quiet seconds, ten of sixty a second, sixty at a rate. */
  private Path spike(int after) throws IOException {
    StringBuilder counts = new StringBuilder("timestamp,count\n");
    for (int second = 0; second < 130; second++) {
      int rate = second < 60 ? 20 : second < 70 ? 60 : after;
      counts.append(second).append(',').append(rate).append('\n');
    }
    Path trace = file("counts.csv", counts.toString());
    return file(
        "spike.yaml",
        FOUR.replaceAll(
            "generate: .*",
            String.format(Locale.ROOT, "trace: { file: '%s', arrivals: uniform }", trace)));
  }

  /** 4 instances / 0.1 s; 30 instances / 0.2 s; 15 connections (18 - 3) / 0.1 s. */
  @Test
  void planIsArithmetic() throws IOException {
    JsonNode four = json(0, "plan", file("four.yaml", FOUR));
    assertEquals(40, line(four.at("/services/0/lines"), "ceilingBySlots").asDouble(), 1e-9);
    JsonNode database = json(0, "plan", file("database.yaml", DATABASE));
    JsonNode lines = database.at("/services/0/lines");
    assertEquals(150, line(lines, "ceilingBySlots").asDouble(), 1e-6);
    assertEquals(150, line(lines, "ceilingByConnections").asDouble(), 1e-6);
    assertEquals(15, line(database.get("database"), "usable").asInt());
    assertEquals(30, line(database.get("database"), "asked").asInt());
    assertEquals(15, line(database.get("database"), "ceilingInstances").asInt());
  }

  /** 60 % of 80 is 48; a minimum of 2 at the idle rate is what a quiet month costs. */
  @Test
  void planSaysWhatTheAutoscalerAimsAtAndWhatAMonthCosts() throws IOException {
    Path scenario = file(
        "run.yaml",
        FOUR.replaceAll(
            "(?s)platform:.*",
            "platform: { use: cloud-run, scale: { min: 2, max: 10 }, concurrency: { max: 80 } "
                + "}\n"));
    JsonNode plan = json(0, "plan", scenario);
    assertEquals(48, plan.at("/services/0/lines/0/value").asDouble(), 1e-9);
    double floor = plan.at("/month/floor").asDouble();
    double ceiling = plan.at("/month/ceiling").asDouble();
    double one = json(0, "plan", scenario, "--set", "platform.scale.min=1")
        .at("/month/floor")
        .asDouble();
    assertEquals(2 * one, floor, 1e-6);
    assertTrue(floor > 0 && ceiling > 5 * floor, floor + " " + ceiling);
    String text = run("plan", scenario).out();
    assertTrue(text.contains("= 60 % of concurrency 80"), text);
    assertTrue(text.contains("2 instances x $"), text);
  }

  /** No trace is read: the file need not be there. */
  @Test
  void planNeedsNoTrace() throws IOException {
    Path scenario =
        file("gone.yaml", FOUR.replaceAll("generate: .*", "trace: { file: nowhere.csv }"));
    Outcome outcome = run("plan", scenario);
    assertEquals(0, outcome.exitCode(), outcome.err());
    assertTrue(outcome.out().contains("At most 40 requests/s in steady state"), outcome.out());
  }

  private static JsonNode line(JsonNode lines, String key) {
    for (JsonNode line : lines) {
      if (line.get("key").asText().equals(key)) {
        return line.get("value");
      }
    }
    throw new AssertionError(key + " is not in " + lines);
  }

  /** 20 requests of 100 ms a second keep two servers fully busy and need a third. */
  @Test
  void optimizeFindsTheSmallestFleet() throws IOException {
    Path scenario = file(
        "four.yaml",
        FOUR.replace("rate: 20/s", "rate: 25/s")
            .replace(
                "platform:\n  use: fixed-fleet",
                "platform:\n  use: fixed-fleet\n" + "  dispatch: least-loaded")
            .replaceAll("scale: .*", "scale: { manual: 4 }"));
    String[] vary = {
      "--vary",
      "scale.manual=1..20",
      "--minimize",
      "max(instances)",
      "--runs",
      "4",
      "--confirm",
      "73"
    };
    JsonNode answer = json(0, "optimize", scenario, vary);
    assertEquals("3", answer.at("/best/settings/0/value").asText(), answer.toString());
    assertEquals("4", answer.at("/runnerUp/settings/0/value").asText());
    assertEquals(0, answer.at("/best/violatedRuns").asInt());
    assertEquals(73, answer.at("/best/runs").asInt());
    assertTrue(answer.get("scheduled").hasNonNull("why"), answer.toString());
    String text = run("optimize", scenario, vary).out();
    assertTrue(text.contains("Take scale.manual = 3"), text);
    assertTrue(text.contains("Runner-up: scale.manual = 4"), text);
  }

  @Test
  void optimizeSaysWhereNothingKeepsTheObjectives() throws IOException {
    Path scenario = file("four.yaml", FOUR.replaceAll("scale: .*", "scale: { manual: 4 }"));
    Outcome outcome = run(
        "optimize",
        scenario,
        "--vary",
        "scale.manual=1,2,3",
        "--minimize",
        "max(instances)",
        "--slo",
        "p99(latency) < 50ms",
        "--runs",
        "2",
        "--confirm",
        "5");
    assertEquals(99, outcome.exitCode(), outcome.err());
    assertTrue(outcome.out().contains("No setting of the 3 keeps the objectives"), outcome.out());
    assertTrue(outcome.out().contains("The nearest is scale.manual = "), outcome.out());
  }

  /** Sent half as slowly again the spike of 60 a second is one of 40, which four servers bear. */
  @Test
  void optimizeSaysHowSlowlyACampaignWouldHaveToBeSent() throws IOException {
    Path scenario = spike(20);
    Files.writeString(
        scenario, Files.readString(scenario).replaceAll("scale: .*", "scale: { manual: 4 }"));
    JsonNode answer = json(
        0,
        "optimize",
        scenario,
        "--vary",
        "scale.manual=1..10",
        "--minimize",
        "max(instances)",
        "--runs",
        "2");
    assertEquals("6", answer.at("/best/settings/0/value").asText(), answer.toString());
    assertEquals(1.5, answer.at("/slower/times").asDouble(), 1e-9, answer.toString());
    assertEquals(40, answer.at("/slower/peakPerSecond").asDouble(), 2);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      limits   | --runs auto               | --runs: auto; allowed here: a number of days
      recover  | --runs 0                  | --runs: 0; allowed: 1 to 100000 or auto
      optimize | --vary scale.mni=1..3     | scale.mni
      optimize | --vary scale.manual=3..1  | is empty: 1 is below 3
      optimize | --vary scale.manual=1 --minimize costs | unknown measure
      optimize | --vary scale.manual=1 --confirm 0      | --confirm: 0; allowed: 1 to 100000
      """)
  void mistakesAreOneLineAndExit2(String verb, String options, String expected) throws IOException {
    Outcome outcome = run(
        verb,
        file("four.yaml", FOUR.replaceAll("scale: .*", "scale: { manual: 4 }")),
        options.strip().split(" "));
    assertEquals(2, outcome.exitCode(), outcome.out());
    assertTrue(outcome.err().contains(expected), outcome.err());
    assertEquals(1, outcome.err().strip().lines().count(), outcome.err());
    assertFalse(outcome.err().contains("Exception"), outcome.err());
  }

  @Test
  void searchesNeedAnObjective() throws IOException {
    Path scenario = file("none.yaml", FOUR.replaceAll("slo: .*", ""));
    for (String[] args : new String[][] {{"limits"}, {"optimize", "--vary", "scale.min=1..4"}}) {
      List<String> more = new ArrayList<>(List.of(args));
      Outcome outcome = run(more.remove(0), scenario, more.toArray(String[]::new));
      assertEquals(2, outcome.exitCode(), outcome.out());
      assertTrue(outcome.err().contains("needs an objective to keep"), outcome.err());
    }
  }
}
