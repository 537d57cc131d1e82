package dev.headroom.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The stories about comparing platforms and settings, as a user meets them. */
class CompareCommandTest {
  private static final String SCENARIO = """
      apiVersion: headroom/v1
      kind: Scenario
      metadata: { name: shop }
      workload:
        generate: { shape: constant, rate: 20/s, requests: 2400 }
        classes:
          - { name: page, service: { cpu: 10ms, wait: 90ms }, queries: { count: 1, each: 20ms } }
      platform:
        use: cloud-run
        instance: { cpu: 1, memory: 1769Mi }
        concurrency: { max: 8 }
        coldStart: { runtime: node }
      database: { engine: postgres, maxConnections: 100, pool: { library: node-postgres } }
      slo:
        - { name: p95, expr: "p95(latency) < 1s" }
        - { name: errors, expr: "rate(errors) < 1%" }
      run: { seed: 3, tail: 60s }
      """;

  @TempDir
  private Path folder;

  private Path scenario;

  @BeforeEach
  void writeScenario() throws IOException {
    scenario = write("shop.yaml", SCENARIO);
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private static JsonNode json(InProcess.Outcome outcome) throws IOException {
    assertEquals("", outcome.err());
    return new ObjectMapper().readTree(outcome.out());
  }

  private InProcess.Outcome platforms(String... more) {
    String[] args = {
      "compare", "-f", scenario.toString(), "--platforms", "cloud-run,aws-lambda,aws-fargate"
    };
    return InProcess.run(concat(args, more));
  }

  private static String[] concat(String[] one, String... two) {
    String[] all = Arrays.copyOf(one, one.length + two.length);
    System.arraycopy(two, 0, all, one.length, two.length);
    return all;
  }

  @Test
  void platformsOnOneTraceWithTheReasonForTheChoice() throws IOException {
    InProcess.Outcome outcome = platforms("--runs", "4", "--json");
    JsonNode answer = json(outcome);
    assertEquals("headroom/compare/v1", answer.get("schema").asText());
    String taken = answer.at("/verdict/take").asText();
    double least = Double.POSITIVE_INFINITY;
    String cheapest = "";
    for (JsonNode one : answer.get("contenders")) {
      double cost = mean(one, "cost.total");
      boolean kept = true;
      for (JsonNode objective : one.get("objectives")) {
        kept &= objective.get("violatedRuns").asInt() == 0;
      }
      cheapest = kept && cost < least ? one.get("name").asText() : cheapest;
      least = kept ? Math.min(least, cost) : least;
    }
    assertEquals(cheapest, taken, "the cheapest of those without a violation");
    String first = answer.at("/verdict/sentences/0").asText();
    assertTrue(first.startsWith("Take " + taken + ": the cheapest without a violation, $"), first);
    // Four days can neither pass nor fail an objective at a risk of 5 %.
    assertEquals("inconclusive", answer.at("/verdict/state").asText());
    assertEquals(98, outcome.exitCode());
  }

  private static double mean(JsonNode contender, String measure) {
    for (JsonNode one : contender.get("measures")) {
      if (one.get("name").asText().equals(measure)) {
        return one.get("mean").asDouble();
      }
    }
    throw new AssertionError(measure);
  }

  @Test
  void differencesAreThoseOfTheSameDayRunAlone() throws IOException {
    Path small = write("small.yaml", "platform: { concurrency: { max: 2 } }\n");
    JsonNode answer = json(InProcess.run(
        "compare", "-f", scenario.toString(), small.toString(), "--runs", "1", "--json"));
    double base = cost("run", "-f", scenario.toString(), "--json");
    double other = cost("run", "-f", scenario.toString(), "-f", small.toString(), "--json");
    for (JsonNode difference : answer.get("differences")) {
      if (difference.get("measure").asText().equals("cost.total")) {
        assertEquals(other - base, difference.get("mean").asDouble(), 2e-6);
        assertEquals("small", difference.get("of").asText());
        assertEquals("base", difference.get("against").asText());
        assertTrue(difference.get("ci95").isNull(), "one day has no interval");
        return;
      }
    }
    throw new AssertionError("no cost");
  }

  private static double cost(String... args) throws IOException {
    return json(InProcess.run(args)).at("/cost/total").asDouble();
  }

  @Test
  void whatDoesNotGoAlongIsNamedInEveryForm() {
    for (String format : List.of("text", "md", "json")) {
      String out = platforms("--runs", "1", "--format", format).out();
      assertTrue(out.contains("derived from memory on this platform"), out);
      assertTrue(
          out.replaceAll("\\s+", " ").contains("its instances take one request at a time"), out);
    }
  }

  @Test
  void theCrossoverIsSaidAndDrawnAndThreadsDoNotMoveIt() throws IOException {
    Path output = folder.resolve("out");
    String[] more = {"--scale-rate", "0.2,1,4", "--runs", "4"};
    InProcess.Outcome one = platforms(concat(more, "--threads", "1", "-o", output.toString()));
    InProcess.Outcome two = platforms(concat(more, "--threads", "2", "-o", output.toString()));
    assertEquals(one, two);
    String words = one.out().replaceAll("\\s+", " ");
    assertTrue(words.contains("Crossover: up to "), words);
    assertTrue(
        words.contains("Cheapest by mean cost, objectives aside: aws-lambda at 0.2x"), words);
    JsonNode saved = new ObjectMapper().readTree(output.resolve("compare.json").toFile());
    assertEquals(3, saved.at("/scale/points").size());
    JsonNode crossing = saved.at("/scale/crossovers/0");
    assertTrue(crossing.get("from").asDouble() < crossing.get("to").asDouble());
    List<String> csv = Files.readAllLines(output.resolve("compare.csv"));
    assertTrue(csv.get(0).startsWith("contender,multiple,measure,mean,ci_low"), csv.get(0));
    int measures = saved.at("/contenders/0/measures").size();
    assertEquals(1 + 3 * measures + 3 * 3, csv.size());
    assertTrue(
        csv.stream().anyMatch(line -> line.startsWith("aws-lambda,0.2,cost.total,0.")),
        String.join("\n", csv));
    String svg = Files.readString(output.resolve("charts/cost-over-traffic.svg"));
    assertTrue(svg.contains("aws-lambda") && svg.contains("an objective is violated"));
    assertTrue(svg.contains("crossover "), "the crossing is drawn");
    assertTrue(Files.size(output.resolve("charts/cost-over-traffic.png")) > 5_000);
  }

  @Test
  void aStretchThatBreaksAnObjectiveIsSaid() throws IOException {
    JsonNode answer = json(InProcess.run(
        "compare",
        "-f",
        scenario.toString(),
        "--platforms",
        "cloud-run,ec2-fleet",
        "--set",
        "platform.scale.max=2",
        "--scale-rate",
        "1,60",
        "--runs",
        "2",
        "--json"));
    JsonNode last = answer.at("/scale/points/1/contenders/0");
    assertEquals("fail", last.get("verdict").asText());
    assertTrue(last.get("broken").toString().contains("p95"), last.toString());
    assertTrue(
        answer.at("/verdict/sentences").toString().contains("cloud-run breaks p95 at 60x"),
        answer.at("/verdict").toString());
  }

  @Test
  void whereAllViolateNoneIsTaken() throws IOException {
    InProcess.Outcome outcome = platforms("--runs", "2", "--json", "--slo", "p50(latency) < 1ms");
    assertEquals(99, outcome.exitCode());
    JsonNode answer = json(outcome);
    assertTrue(answer.at("/verdict/take").isNull());
    assertTrue(answer.at("/verdict/sentences/0").asText().startsWith("Take none"));
  }

  @Test
  void mistakesAreOneLineAndWriteNothing() throws IOException {
    Path broken = write("broken.yaml", SCENARIO.replace("cloud-run", "cloud-rum"));
    Path other = write("other.yaml", SCENARIO.replace("20/s", "30/s"));
    String file = scenario.toString();
    String[][] mistakes = {
      {"needs at least two"},
      {"needs at least two", file},
      {"is named twice", file, file},
      {"did you mean 'cloud-run'?", file, broken.toString()},
      {"its traffic differs", file, other.toString()},
      {"is named twice", "-f", file, "--platforms", "heroku,heroku"},
      {"did you mean 'aws-lambda'?", "-f", file, "--platforms", "cloud-run,aws-lamda"},
      {"empty name", "-f", file, "--platforms", ""},
      {"needs the scenario to move", "--platforms", "cloud-run,aws-lambda"},
      {"did you mean 'json'?", "-f", file, "--platforms", "cloud-run,heroku", "--format", "jsn"},
      {"not with --json", file, other.toString(), "--format", "md", "--json"},
      {
        "a number of days",
        "-f",
        file,
        "--platforms",
        "cloud-run,heroku",
        "--runs",
        "auto",
        "--scale-rate",
        "1,2"
      },
    };
    for (String[] mistake : mistakes) {
      String[] args =
          concat(new String[] {"compare"}, Arrays.copyOfRange(mistake, 1, mistake.length));
      Path output = folder.resolve("nothing");
      InProcess.Outcome outcome = InProcess.run(concat(args, "-o", output.toString()));
      assertEquals(2, outcome.exitCode(), mistake[0] + outcome.err());
      assertEquals("", outcome.out());
      assertEquals(1, outcome.err().lines().count(), outcome.err());
      assertTrue(outcome.err().contains(mistake[0]), mistake[0] + " in " + outcome.err());
      assertFalse(Files.exists(output), mistake[0]);
    }
    assertEquals(
        3, InProcess.run("compare", file, folder.resolve("no.yaml").toString()).exitCode());
  }

  @Test
  void aFolderThatIsNotOursIsLeftAlone() throws IOException {
    Path theirs = Files.createDirectory(folder.resolve("theirs"));
    Files.writeString(theirs.resolve("run.json"), "{}");
    InProcess.Outcome outcome = platforms("--runs", "1", "-o", theirs.toString());
    assertEquals(4, outcome.exitCode());
    assertTrue(outcome.err().contains("holds no compare.json of ours"), outcome.err());
  }
}
