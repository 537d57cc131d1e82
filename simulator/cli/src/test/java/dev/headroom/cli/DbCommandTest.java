package dev.headroom.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The database question as a user asks it. */
class DbCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int db(String... args) {
    PrintWriter stderr = new PrintWriter(err, true);
    Failures failures = new Failures(stderr, false);
    List<String> all = new ArrayList<>(List.of("db"));
    all.addAll(List.of(args));
    return Main.run(
        Main.commandLine(new PrintWriter(out, true), stderr, failures),
        failures,
        all.toArray(String[]::new));
  }

  private JsonNode json(int exit, String... args) throws IOException {
    List<String> all = new ArrayList<>(List.of(args));
    all.add("--json");
    assertEquals(exit, db(all.toArray(String[]::new)), err.toString());
    return new ObjectMapper().readTree(out.toString());
  }

  @Test
  void anAnswerReadsLikeThis() {
    assertEquals(99, db("--instances", "0..40", "--pool", "10", "--max-connections", "200"));
    assertEquals("""
        EXHAUSTED: 40 instances x pool 10 = 400 connections > 197 usable (200 - 3 reserved).
        It tips at 20 instances (200 > 197); during a deploy at 10 old + 10 new (200).
        Of the instances 19 start with a full pool, 1 (7) with a part of it, 20 with \
        none, if pools fill
          one after the other; if they take turns, 40 have at least one connection.

          server       postgres: 200 max - 3 reserved = 197 usable
          ceiling      19 instances; during a deploy (old + 100 % new) 9
          safe pool    for 40 instances 4; with a deploy 2

           instances    connections               in a deploy
                   0              0  fits                   0  fits
                   1             10  fits                  20  fits
                   5             50  fits                 100  fits
                   9             90  fits                 180  fits
                  10            100  fits                 200  EXHAUSTED
                  19            190  fits                 380  EXHAUSTED
                  20            200  EXHAUSTED            400  EXHAUSTED
                  40            400  EXHAUSTED            800  EXHAUSTED
        """, out.toString().substring(0, out.toString().indexOf("\n  FIX")));
    assertEquals(
        List.of(
            "FIX",
            "pool 10 -> 2",
            "pgbouncer, transaction mode, 98 server connections",
            "max_connections 200 -> 803",
            "max instances 40 -> 9"),
        out.toString()
            .lines()
            .skip(out.toString().lines().toList().indexOf("") + 15)
            .filter(line -> line.matches("  \\S.*"))
            .map(line -> line.strip().split("  ")[0])
            .toList());
    assertTrue(out.toString().contains(" 80/197         160  fits        $0"), out.toString());
  }

  /** The README shows what the command prints. */
  @Test
  void theReadmeShowsTheAnswer() throws IOException {
    db("--instances", "0..40", "--pool", "10", "--max-connections", "200");
    String readme =
        Files.readString(Path.of(System.getProperty("basedir", ""), "..", "..", "README.md"));
    String shown = out.toString()
        .lines()
        .map(line -> line.isEmpty() ? "" : "    " + line)
        .collect(Collectors.joining("\n"));
    assertTrue(readme.contains(shown), out.toString());
  }

  @Test
  void whatFitsIsExitZeroAndNeedsNoFix() {
    assertEquals(0, db("--instances", "9", "--max-connections", "200"));
    assertTrue(
        out.toString()
            .startsWith(
                "FITS: 9 instances x pool 10 = 90 connections, 180 during a deploy, of 197 usable"),
        out.toString());
    assertEquals(-1, out.toString().indexOf("FIX"));
  }

  @Test
  void onlyTheDeployCanFail() {
    String[] asked = {"--instances", "3", "--pool", "17", "--max-connections", "84"};
    assertEquals(99, db(asked));
    assertTrue(
        out.toString()
            .startsWith("EXHAUSTED DURING A DEPLOY: 3 instances x pool 17 = 51"
                + " connections fit, 102 during a deploy"),
        out.toString());
    List<String> alone = new ArrayList<>(List.of(asked));
    alone.addAll(List.of("--deploy-surge", "0%"));
    assertEquals(0, db(alone.toArray(String[]::new)));
  }

  @Test
  void jsonHasTheSchemasKeys() throws IOException {
    JsonNode answer = json(
        99,
        "--instances",
        "0..200",
        "--pool",
        "3",
        "--database",
        "rds-postgres",
        "--class",
        "db.t4g.micro");
    assertEquals(
        List.of(
            "schema",
            "server",
            "pooler",
            "deploySurge",
            "services",
            "connections",
            "failingStart",
            "table",
            "fixes",
            "verdict",
            "engine"),
        names(answer));
    assertEquals("headroom/db/v1", answer.get("schema").asText());
    assertEquals(
        List.of("name", "class", "engine", "maxConnections", "reserved", "other", "usable"),
        names(answer.get("server")));
    assertEquals(
        List.of(
            "name",
            "instances",
            "pool",
            "poolWhy",
            "connections",
            "ceiling",
            "ceilingInDeploy",
            "safePool",
            "safePoolInDeploy"),
        names(answer.at("/services/0")));
    assertEquals(
        List.of(
            "change",
            "asked",
            "onServer",
            "onServerInDeploy",
            "usable",
            "ceiling",
            "ceilingInDeploy",
            "fits",
            "fitsInDeploy",
            "perMonth",
            "cost",
            "note"),
        names(answer.at("/fixes/0")));
    assertEquals(
        List.of("instances", "connections", "fits", "inDeploy", "fitsInDeploy"),
        names(answer.at("/table/0")));
    assertEquals(97, answer.at("/server/usable").asInt());
    assertEquals(600, answer.at("/connections/asked").asInt());
    assertEquals(32, answer.at("/failingStart/full").asInt());
    assertEquals("fail", answer.at("/verdict/state").asText());
  }

  @Test
  void aPoolersLimitIsNamed() throws IOException {
    JsonNode answer = json(99, "--instances", "200", "--pool", "3", "--pooler", "pgbouncer:60");
    assertEquals(60, answer.at("/pooler/serverConnections").asInt());
    assertTrue(answer.at("/pooler/clientLimitBinds").asBoolean());
    out.getBuffer().setLength(0);
    JsonNode larger = json(
        0,
        "--instances",
        "200",
        "--pool",
        "3",
        "--pooler",
        "pgbouncer:60",
        "--pooler-clients",
        "1200");
    assertEquals(false, larger.at("/pooler/clientLimitBinds").asBoolean());
    assertEquals("pass", larger.at("/verdict/state").asText());
  }

  @Test
  void aScenarioIsSimulated(@TempDir Path folder) throws IOException {
    Path scenario = folder.resolve("shop.yaml");
    Files.writeString(scenario, """
        apiVersion: headroom/v1
        kind: Scenario
        metadata: { name: shop }
        workload:
          generate: { shape: constant, rate: 40/s, duration: 10s }
          classes: [ { name: r, service: { cpu: 0ms }, queries: { count: 1, each: 800ms } } ]
        platform: { use: generic, concurrency: { max: 4 }, scale: { max: 40 } }
        database: { maxConnections: 20, pool: { size: 10 } }
        """);
    JsonNode answer = json(99, "-f", scenario.toString());
    assertEquals(17, answer.at("/simulated/peakConnections").asInt());
    assertTrue(answer.at("/simulated/exhaustedSeconds").asDouble() > 0);
    assertTrue(answer.at("/simulated/exhausted/0/from").isNumber());
    assertTrue(answer.at("/fixes/0/simulated/peakConnections").isInt());
    assertTrue(answer.at("/fixes/0/verified").isBoolean());
    assertTrue(answer.at("/verdict/sentences/0").asText().startsWith("EXHAUSTED: 00:00:0"));
    out.getBuffer().setLength(0);
    assertEquals(0, db("-f", scenario.toString(), "--set", "database.maxConnections=200"));
    assertTrue(out.toString().startsWith("FITS THIS TRAFFIC: peak "), out.toString());
    out.getBuffer().setLength(0);
    assertEquals(99, db("-f", scenario.toString(), "--seed", "3"));
    assertTrue(out.toString().contains("VERIFIED"), out.toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--instances 4 --database rds-postgre | did you mean 'rds-postgres'?",
        "--instances 4 --database rds-postgres --class db.t4g.mediun | mean 'db.t4g.medium'?",
        "--instances 4 --database postgres --class db.t4g.micro | postgres has no classes",
        "--instances 4 --class db.t4g.micro | needs --database",
        "--instances 4 --engine mysq | did you mean 'mysql'?",
        "--instances 4 --pooler pgbounce | did you mean 'pgbouncer'?",
        "--instances 4 --pooler-clients 5 | needs --pooler",
        "--instances 4 --pool 0 | --pool: 0; allowed: 1 to 100,000",
        "--instances four | --instances: four; allowed: 0 to 10,000,000",
        "--instances 9..3 | a range that rises",
        "--instances 4 --max-connections 3 | allowed: more than 3",
        "--instances 4 --deploy-surge 150% | --deploy-surge: 150%; allowed: 0% to 100%",
        "--services a:b | reads NAME:INSTANCESxPOOL",
        "--services a:1x2,a:1x2 | another service has this name",
        "--services a:1x2 --pool 3 | not with --services",
        "--pool 3 | db needs --instances",
        "--instances 4 --set a=b | --set: needs -f",
        "--instances 4 -f x.yaml | not with -f"
      })
  void mistakesAreOneLine(String args, String said) {
    assertEquals(2, db(args.split(" ")));
    assertEquals(1, err.toString().lines().count(), err.toString());
    assertTrue(err.toString().contains(said), err.toString());
    assertEquals("", out.toString());
  }

  private static List<String> names(JsonNode node) {
    List<String> names = new ArrayList<>();
    node.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
