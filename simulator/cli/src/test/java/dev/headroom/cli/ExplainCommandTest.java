package dev.headroom.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Questions about finished results: a shipped review, and a small run with a calendar. */
class ExplainCommandTest {
  private static final String EMAIL = "../../reports/marketing-email/rendered";

  @TempDir
  private static Path folder;

  private static String calendar;
  private static String tracked;

  @BeforeAll
  static void run() throws IOException {
    Path trace = folder.resolve("day.csv");
    Files.writeString(
        trace,
        "timestamp,count\n2026-05-22T16:40:00Z,600\n"
            + "2026-05-22T16:41:00Z,6000\n2026-05-22T16:42:00Z,600\n");
    Path scenario = folder.resolve("calendar.yaml");
    Files.writeString(scenario, """
        apiVersion: headroom/v1
        kind: Scenario
        metadata: { name: calendar }
        workload:
          trace: { file: day.csv }
          classes: [ { name: page, service: 300ms } ]
        platform: { use: aws-lambda, scale: { max: 1000 } }
        """);
    calendar = folder.resolve("calendar").toString();
    assertEquals(
        0,
        InProcess.run(
                "run",
                "-f",
                scenario.toString(),
                "--set",
                "platform.scale.max=20",
                "--no-fixes",
                "-q",
                "-o",
                calendar)
            .exitCode());
    Path spike = folder.resolve("spike.yaml");
    Files.writeString(spike, """
        apiVersion: headroom/v1
        kind: Scenario
        metadata: { name: spike }
        workload:
          generate: { shape: spike, base: 20/s, peak: 90/s, at: 60s, ramp: 5s, hold: 10min,
            duration: 15min, arrivals: poisson }
          classes: [ { name: r, service: { cpu: 40ms } } ]
          clients: { timeout: 30s }
        platform:
          use: aws-fargate
          instance: { cpu: 1 }
          scale: { min: 2, max: 50 }
          coldStart: { boot: 3s }
        """);
    tracked = folder.resolve("spike").toString();
    assertEquals(
        0,
        InProcess.run("run", "-f", spike.toString(), "--no-fixes", "-q", "-o", tracked)
            .exitCode());
  }

  private static String out(String... args) {
    InProcess.Outcome outcome = InProcess.run(args);
    assertEquals("", outcome.err());
    assertEquals(0, outcome.exitCode());
    return outcome.out();
  }

  private static void says(String text, String... parts) {
    String plain = text.replaceAll("\\s+", " ");
    for (String part : parts) {
      assertTrue(plain.contains(part), () -> "'" + part + "' is not in:\n" + text);
    }
  }

  @Test
  void tellsAMomentAndWhy() {
    says(
        out("explain", EMAIL, "--at", "18"),
        "At 0:00:18 (18 s after the start): marketing-email, seed 42",
        "The database has no free connection from 0:00:02 to 0:01:05",
        "446 of the 497 connections held are idle",
        "mostly db-refused: the database refused a new connection",
        "1,533 requests offered in this second",
        "1,067 ready (269 busy, 798 idle); wanted 987, at most 5,000",
        "last decision at 0:00:15: 1067 -> 987 instances",
        "next one at 0:00:20: 987 -> 866 instances");
    says(out("explain", EMAIL, "--at", "5m"), "Nothing is asked of the system");
  }

  @ParameterizedTest
  @CsvSource({
    "16:41:30, 90",
    "16:41, 60",
    "90, 90",
    "1m30s, 90",
    "2026-05-22T16:41:30Z, 90",
    "2026-05-22T18:41:30+02:00, 90",
    "2026-05-22T16:41:30.5, 90.5",
    "start, 0"
  })
  void understandsMoments(String text, double seconds) throws IOException {
    JsonNode answer = new ObjectMapper().readTree(out("explain", calendar, "--at", text, "--json"));
    assertEquals("headroom/explain/v1", answer.get("schema").asText());
    assertEquals(seconds, answer.at("/values/seconds").asDouble());
    assertTrue(answer.at("/values/busy").asDouble() > 0);
  }

  @Test
  void findsThePeakAndTheWorst() throws IOException {
    JsonNode peak = new ObjectMapper().readTree(out("explain", EMAIL, "--at", "peak", "--json"));
    assertEquals(5, peak.at("/values/seconds").asDouble(), "3,267 requests in the sixth second");
    JsonNode worst = new ObjectMapper().readTree(out("explain", EMAIL, "--at", "worst", "--json"));
    assertEquals(119, worst.at("/values/failed.db-refused").asDouble());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "--at peek; did you mean 'peak'?",
        "--at 17:41:00; is outside the run, which goes from 16:40:00 to",
        "--at 2026-13-45T00:00:00Z; allowed: seconds",
        "--at -5; allowed: seconds",
        "--status 42; did you mean '429'?",
        "--status db-refussed; did you mean 'db-refused'?",
        "--request 0; allowed: a number from 1",
        "--request 9000000; the run has 7,200 requests",
        "--request slwest; did you mean 'slowest'?",
        "--request 1 --service servce; did you mean 'service'?",
        "--at 1 --service page; needs --request",
        "--at 1 --autoscaler; one thing at a time"
      })
  void refusesInOneLine(String options, String said) {
    String[] args = ("explain " + calendar + " " + options.strip()).split(" ");
    InProcess.Outcome outcome = InProcess.run(args);
    assertEquals(2, outcome.exitCode());
    assertEquals("", outcome.out());
    assertEquals(1, outcome.err().lines().count(), outcome.err());
    assertTrue(outcome.err().contains(said), outcome.err());
  }

  @Test
  void withoutACalendarThereIsNoDate() {
    InProcess.Outcome outcome = InProcess.run("explain", EMAIL, "--at", "2026-05-22T16:41:30Z");
    assertEquals(2, outcome.exitCode());
    says(outcome.err(), "the trace has no calendar; allowed: seconds or h:mm:ss");
  }

  @Test
  void tellsWhenAndWhyRequestsFailed() {
    says(
        out("explain", calendar, "--status", "429"),
        "2,276 of 7,200 requests (31.6 %) failed with 429 for good",
        "the platform says: 429 TooManyRequestsException",
        "2,276 attempts were throttled by maxInstances",
        "16:41:00 16:42:00 2,276");
    says(
        out("explain", EMAIL, "--status", "db-refused"),
        "1,819 of 50,000 requests (3.64 %) failed with db-refused for good",
        "53300 FATAL: sorry, too many clients already (19,860 times)",
        "without the database's connection limit (497 usable) 0 instead of 1,819",
        "PgBouncer in transaction mode with 248 server connections: 0 failed requests");
    says(
        out("explain", EMAIL, "--status", "429"),
        "No request failed with 429 for good. Those that failed: 1,819 db-refused.");
  }

  @Test
  void tellsEachDecision() {
    says(
        out("explain", EMAIL, "--autoscaler"),
        "19 decisions changed the number of instances, 2 of them for more",
        "0:00:05.0 service 0 -> 854 512.234 0.6 5 s 854 concurrency");
    says(
        out("explain", tracked, "--autoscaler"),
        "alarm high alarm after 3 datapoints: cpu 1",
        "cooldownOut 300s");
    says(out("explain", calendar, "--autoscaler"), "On this platform no autoscaler decides");
  }

  @Test
  void followsARequest() throws IOException {
    String failed = out("explain", calendar, "--request", "failed");
    says(
        failed,
        "failed for good with throttled-429 after 0 ms",
        "Seen by running the scenario again, with the outcome that the result has.");
    JsonNode life =
        new ObjectMapper().readTree(out("explain", calendar, "--request", "1", "--json"));
    double ms = 0;
    for (JsonNode step : life.at("/values/steps")) {
      assertEquals(ms, step.get("fromMs").asDouble(), 1e-6, "steps follow each other");
      ms += step.get("ms").asDouble();
    }
    assertTrue(ms > 300, "a cold start and 300 ms of service, not " + ms);
    says(life.toString(), "it met a cold start", "waits for the instance that is started for it");
    says(out("explain", calendar, "--request", "slowest"), "the slowest that completed");
  }

  @Test
  void saysWhereTheScenarioRunsDifferentlyToday() throws IOException {
    Path changed = folder.resolve("changed");
    Files.createDirectories(changed);
    for (String name : new String[] {"run.json", "series.csv", "events.csv", "latency.hgrm"}) {
      Files.copy(Path.of(calendar, name), changed.resolve(name));
    }
    Path run = changed.resolve("run.json");
    Files.writeString(
        run,
        Files.readString(run)
            .replaceFirst("\"fingerprint\": \"\\w+\"", "\"fingerprint\": \"0123456789abcdef\""));
    says(out("explain", changed.toString(), "--request", "1"), "NOT the same run");
  }

  @Test
  void tellsAReactionStageByStage() throws IOException {
    JsonNode stages = new ObjectMapper()
        .readTree(out("timeline", tracked, "--spike", "1:00", "--json"))
        .get("values");
    assertEquals(3, stages.get("booting").asDouble(), 0.05);
    assertEquals(120, stages.get("alarm").asDouble(), 1e-6, "two more datapoints of a minute");
    assertEquals(
        stages.get("total").asDouble(),
        stages.get("metric").asDouble()
            + stages.get("alarm").asDouble()
            + stages.get("booting").asDouble(),
        0.1);
    says(out("timeline", tracked, "--spike", "4m40s"), "held back", "scale-out cooldown");
    says(
        out("timeline", EMAIL),
        "a request that finds no free instance starts one at once",
        "placing",
        "booting",
        "saved if");
    says(out("timeline", tracked, "--spike", "end"), "No instance was added after the spike");
  }

  @Test
  void explainsAKey() {
    says(
        out("explain", "platform.concurrency.max"),
        "Requests that an instance takes at once.",
        "cloud-run 80",
        "aws-lambda 1 lmi (A)",
        "whole number, 1 to 1,000,000, or unlimited",
        "https://docs.cloud.google.com/run/docs/about-concurrency");
    says(out("explain", "database.pool.size"), "hikari 10", "sqlalchemy 5");
    says(out("explain", "workload.clients.timeout"), "time, 1ms to 1d, or unlimited");
    InProcess.Outcome outcome = InProcess.run("explain", "platform.concurency.max");
    assertEquals(2, outcome.exitCode());
    says(outcome.err(), "did you mean 'platform.concurrency.max'?");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '~',
      value = {
        "{; :1: is not valid JSON",
        "[]; must be a JSON object",
        "{}; schema is missing",
        "{\"schema\":\"headroom/result/v9\"}; schema is 'headroom/result/v9', must be",
        "{\"schema\":\"headroom/result/v1\",\"seed\":1}; 'verdict.sentences' is missing"
      })
  void aDamagedFolderIsOneLine(String text, String said) throws IOException {
    Path damaged = Files.createTempDirectory(folder, "damaged");
    Files.writeString(damaged.resolve("run.json"), text);
    Files.writeString(damaged.resolve("series.csv"), "seconds,offered\n0,1\n");
    for (String verb : new String[] {"report", "chart", "timeline"}) {
      InProcess.Outcome outcome = InProcess.run(verb, damaged.toString());
      assertEquals(3, outcome.exitCode(), outcome.err());
      assertEquals(1, outcome.err().lines().count(), outcome.err());
      assertTrue(outcome.err().contains(said), outcome.err());
    }
    assertFalse(Files.exists(damaged.resolve("report.html")));
  }
}
