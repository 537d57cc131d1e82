package dev.headroom.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many scenarios in one table: each is what it is when run alone. */
final class FunctionsCommandTest {
  /** 20 requests a second of 210 ms of one instance each: about 4.2 are busy on average. */
  private static final String SCENARIO = """
      apiVersion: headroom/v1
      kind: Scenario
      metadata: { name: %s }
      run: { seed: %d }
      workload:
        generate: { shape: constant, rate: 20/s, requests: 1000 }
        classes: [ { name: page, service: { cpu: 10ms, wait: 200ms } } ]
        clients: { timeout: 1s, retries: { max: 0 } }
      platform: { use: fixed-fleet, concurrency: { max: 1 }, scale: { min: %d, max: 16 } }
      slo:
        - { name: availability, expr: "rate(errors) < 1%%" }
      """;

  @TempDir
  private Path folder;

  @BeforeEach
  void writeScenarios() throws IOException {
    Path all = Files.createDirectory(folder.resolve("all"));
    Files.writeString(all.resolve("b.yml"), SCENARIO.formatted("mail", 3, 2));
    Files.writeString(all.resolve("a.yaml"), SCENARIO.formatted("checkout", 7, 9));
    Files.writeString(all.resolve("README"), "no scenario");
    Files.writeString(folder.resolve("other.yaml"), SCENARIO.formatted("other", 1, 8));
  }

  private String path(String name) {
    return folder.resolve(name).toString();
  }

  @Test
  void eachIsWhatItIsAlone() throws IOException {
    InProcess.Outcome outcome = InProcess.run(
        "functions", path("all"), path("other.yaml"), "-o", path("out"), "--threads", "2");
    assertEquals(99, outcome.exitCode(), outcome.err());
    assertTrue(outcome.out().startsWith("3 scenarios, 1 day each"), outcome.out());
    assertTrue(outcome.out().contains("fail (availability)"), outcome.out());
    JsonNode document =
        new ObjectMapper().readTree(folder.resolve("out/functions.json").toFile());
    List<String> files = List.of(path("all/a.yaml"), path("all/b.yml"), path("other.yaml"));
    List<String> runs = Files.readAllLines(folder.resolve("out/runs.csv"));
    double together = 0;
    for (int f = 0; f < files.size(); f++) {
      InProcess.Outcome alone = InProcess.run("run", "-f", files.get(f), "--json", "--no-fixes");
      JsonNode run = new ObjectMapper().readTree(alone.out());
      JsonNode one = document.get("functions").get(f);
      assertEquals(files.get(f), one.get("file").asText());
      assertEquals(run.get("seed"), one.get("seed"));
      assertEquals(run.at("/verdict/state"), one.get("verdict"));
      assertEquals(run.get("fingerprint").asText(), runs.get(f + 1).split(",")[2]);
      double cost = one.get("measures").get("cost.total").get("mean").asDouble();
      assertEquals(run.at("/cost/total").asDouble(), cost, 1e-6);
      together += cost;
    }
    assertEquals(together, document.at("/total").get("cost.total").get("mean").asDouble(), 1e-5);
    List<String> table = Files.readAllLines(folder.resolve("out/functions.csv"));
    assertEquals(4, table.size());
    assertTrue(table.get(2).startsWith(files.get(1) + ",mail,3,fail,1,1,availability,"));
  }

  @Test
  void threadsChangeNoByte() {
    String one = InProcess.run("functions", path("all"), "--runs", "3", "--threads", "1", "--json")
        .out();
    assertEquals(
        one,
        InProcess.run("functions", path("all"), "--runs", "3", "--threads", "3", "--json")
            .out());
    assertTrue(one.contains("\"verdict\": \"inconclusive\""), one);
  }

  @Test
  void aMistakeIsOneLineAndNothingIsWritten() throws IOException {
    Path empty = Files.createDirectory(folder.resolve("empty"));
    InProcess.Outcome none = InProcess.run("functions", empty.toString(), "-o", path("out"));
    assertEquals(3, none.exitCode());
    assertEquals(
        "headroom: " + empty + ": holds no file that ends in .yaml or .yml"
            + System.lineSeparator(),
        none.err());
    Files.writeString(folder.resolve("all/c.yaml"), "kind: Scenario\n");
    InProcess.Outcome wrong = InProcess.run("functions", path("all"), "-o", path("out"));
    assertEquals(2, wrong.exitCode());
    assertTrue(wrong.err().startsWith("headroom: " + path("all/c.yaml") + ":1:1: "), wrong.err());
    assertTrue(Files.notExists(folder.resolve("out")));
  }
}
