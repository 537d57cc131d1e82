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

  /** Three contenders, of which the page shows two; a day is enough to see what is written. */
  private Path compared() throws IOException {
    Path small = write("small.yaml", "platform: { concurrency: { max: 4 } }\n");
    Path large = write("large.yaml", "platform: { concurrency: { max: 16 } }\n");
    Path out = folder.resolve("compared");
    InProcess.Outcome outcome = InProcess.run(
        "compare",
        "-f",
        scenario.toString(),
        small.toString(),
        large.toString(),
        "--runs",
        "3",
        "-q",
        "-o",
        out.toString());
    assertEquals("", outcome.err());
    return out;
  }

  @Test
  void writesTheReviewWithTwoColumnsAndTheDayShownOfEach() throws IOException {
    Path out = compared();
    String page = Files.readString(out.resolve("report.html"));
    assertTrue(page.contains("B against A: p99 "));
    assertTrue(page.contains("A: base") && page.contains("All 3 contenders"));
    assertTrue(page.contains("platform.concurrency.max") && page.contains("\u2260 differs"));
    JsonNode document = new ObjectMapper().readTree(out.resolve("compare.json").toFile());
    assertTrue(document.at("/command").asText().startsWith("headroom compare -f "));
    assertTrue(document.at("/command").asText().endsWith(" --seed 3"));
    int day = document.at("/shown/day").asInt(-1);
    assertTrue(day >= 0 && day < 3);
    // The day that is shown is one of those compared: of one run the same figures come out.
    for (int c = 0; c < 3; c++) {
      JsonNode run = new ObjectMapper()
          .readTree(out.resolve("runs/" + (c + 1) + "/run.json").toFile());
      assertEquals(2400, run.at("/requests/offered").asInt());
      assertEquals(document.at("/seed").asInt(), run.at("/seed").asInt());
    }
  }

  @Test
  void reportDrawsTheReviewAgainWithoutRunning() throws IOException {
    Path out = compared();
    String first = headline(out);
    Files.delete(out.resolve("report.html"));
    Files.delete(scenario);
    InProcess.Outcome again = InProcess.run("report", out.toString());
    assertEquals(0, again.exitCode(), again.err());
    assertEquals(out.resolve("report.html") + "\n", again.out());
    assertEquals(first, headline(out));
    String page = Files.readString(out.resolve("report.html"));
    String other = page.contains("B: large") ? "small" : "large";
    assertEquals(0, InProcess.run("report", out.toString(), "--against", other).exitCode());
    assertTrue(Files.readString(out.resolve("report.html")).contains("B: " + other));
    Path copy = folder.resolve("copy");
    assertEquals(
        0, InProcess.run("report", out.toString(), "-o", copy.toString()).exitCode());
    assertEquals(page, Files.readString(copy.resolve("report.html")));
    assertEquals(
        Files.readString(out.resolve("compare.json")),
        Files.readString(copy.resolve("compare.json")));
  }

  private static String headline(Path out) throws IOException {
    String page = Files.readString(out.resolve("report.html"));
    int from = page.indexOf("B against A: ");
    return page.substring(from, page.indexOf('<', from));
  }

  @Test
  void whatCannotBeDrawnIsToldInALine() throws IOException {
    Path out = compared();
    InProcess.Outcome unknown = InProcess.run("report", out.toString(), "--against", "lrge");
    assertEquals(2, unknown.exitCode());
    assertTrue(unknown.err().contains("did you mean") && unknown.err().contains("large"));
    Files.delete(out.resolve("runs/2/series.csv"));
    String page = Files.readString(out.resolve("report.html"));
    InProcess.Outcome damaged = InProcess.run("report", out.toString());
    assertEquals(3, damaged.exitCode());
    assertTrue(damaged.err().contains("series.csv"), damaged.err());
    assertEquals(page, Files.readString(out.resolve("report.html")), "the old page stays");
    Files.writeString(out.resolve("compare.json"), "{\"schema\": \"headroom/compare/v1\"}");
    InProcess.Outcome empty = InProcess.run("report", out.toString());
    assertEquals(3, empty.exitCode());
    assertTrue(empty.err().contains("contenders"), empty.err());
    Files.writeString(out.resolve("compare.json"), "{");
    assertEquals(3, InProcess.run("report", out.toString()).exitCode());
  }
}
