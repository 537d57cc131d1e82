package dev.headroom.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.headroom.cli.InProcess.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An incident as somebody on call replays it. */
class ReplayCommandTest {
  private static final String SCENARIO = """
      apiVersion: headroom/v1
      kind: Scenario
      metadata: { name: shop }
      workload:
        generate: { shape: constant, rate: 1/s, duration: 10s }
        classes: [ { name: page, service: 100ms } ]
      platform: { use: generic, scale: { max: 12 } }
      """;

  @TempDir
  private Path folder;

  /**
   * 20 requests a second, each of 200 ms and not 100 ms as the scenario says, on up to 12 instances
   * of one request each; from 60 s on 100 a second, of which Erlang's loss formula (20 Erlang, 12
   * places) turns back 46 %.
   */
  @BeforeEach
  void write() throws IOException {
    Files.writeString(folder.resolve("shop.yaml"), SCENARIO);
    StringBuilder trace = new StringBuilder("timestamp,count\n");
    StringBuilder metrics = new StringBuilder("Time,replicas,p50 (s),errors,note\n");
    for (int second = 0; second < 90; second++) {
      boolean incident = second >= 60;
      trace.append(second).append(',').append(incident ? 100 : 20).append('\n');
      if (second % 5 == 0) {
        metrics.append(second).append(incident ? ",12,0.2,230,\n" : ",N/A,0.2,0,\n");
      }
    }
    Files.writeString(folder.resolve("trace.csv"), trace);
    Files.writeString(folder.resolve("metrics.csv"), metrics);
  }

  private Outcome replay(String... further) {
    List<String> args = new ArrayList<>(List.of(
        "replay", path("trace.csv"), "-f", path("shop.yaml"), "--observed", path("metrics.csv")));
    if (!List.of(further).contains("--sets")) {
      args.addAll(List.of("--sets", "40"));
    }
    args.addAll(List.of(further));
    return InProcess.run(args.toArray(String[]::new));
  }

  private String path(String name) {
    return folder.resolve(name).toString();
  }

  @Test
  void aPersonReadsWhetherToBelieveItAndWhatWouldHaveHelped() {
    Outcome outcome = replay("--what-if", "platform.scale.max=50", "--max-misfit", "30%");
    assertEquals(0, outcome.exitCode(), outcome.err() + outcome.out());
    String text = outcome.out().replaceAll("\\s+", " ");
    assertTrue(text.contains("Fitted to the"), text);
    assertTrue(text.contains("parameter sets agree with what was observed"), text);
    assertTrue(text.contains("the model beats it by"), text);
    assertTrue(text.contains("With platform.scale.max=50, in"), text);
    assertTrue(text.contains("service time 2.0") || text.contains("service time 1.9"), text);
    assertTrue(text.contains("'p50 (s)' as p50 latency"), text);
    assertTrue(text.contains("'note': not one of the metrics known"), text);
  }

  @Test
  void programsReadTheSameWithAnyNumberOfThreads() throws IOException {
    Outcome one = replay("--json", "--threads", "1");
    Outcome two = replay("--json", "--threads", "2");
    assertEquals(one.out(), two.out());
    JsonNode answer = new ObjectMapper().readTree(one.out());
    assertEquals("headroom/replay/v1", answer.get("schema").asText());
    assertEquals(18, answer.get("series").size());
    assertEquals("service time", answer.at("/fit/parameters/0/name").asText());
    JsonNode service = answer.at("/fit/parameters/0");
    // The truth is 2; latencies of a series come in steps of at most 4.4 %.
    assertTrue(
        service.get("low").asDouble() <= 2 * 1.022
            && 2 / 1.022 <= service.get("high").asDouble(),
        service.toString());
  }

  @Test
  void aModelThatMissesGivesNoCounterfactualUnlessForced() {
    String[] asked = {"--what-if", "platform.scale.max=50", "--max-misfit", "0.1%"};
    Outcome refused = replay(asked);
    assertEquals(98, refused.exitCode(), refused.out());
    assertTrue(refused.out().contains("REFUSED: no counterfactual, since"), refused.out());
    Outcome forced = replay("--what-if", asked[1], "--max-misfit", "0.1%", "--force");
    assertEquals(0, forced.exitCode(), forced.out());
    assertTrue(forced.out().contains("FORCED: do not lean on what follows"), forced.out());
  }

  @Test
  void mistakesAreOneLine() {
    mistake(2, "did you mean 'max'?", replay("--what-if", "platform.scale.mx=3"));
    mistake(2, "--fit-until: 'soon' is not a time", replay("--fit-until", "soon"));
    mistake(2, "leaves 18 intervals to fit to and 0 to predict", replay("--fit-until", "5m"));
    mistake(2, "--sets: 3; allowed: 20 to", replay("--sets", "3"));
    mistake(2, "--max-misfit: much", replay("--max-misfit", "much"));
    mistake(
        3,
        "nowhere.csv: no such file",
        InProcess.run(
            "replay",
            path("trace.csv"),
            "-f",
            path("shop.yaml"),
            "--observed",
            path("nowhere.csv")));
    mistake(
        3,
        "no such file",
        InProcess.run(
            "replay",
            path("nowhere.csv"),
            "-f",
            path("shop.yaml"),
            "--observed",
            path("metrics.csv")));
  }

  private static void mistake(int exitCode, String message, Outcome outcome) {
    assertEquals(exitCode, outcome.exitCode(), outcome.err());
    assertTrue(outcome.err().contains(message), outcome.err());
    assertEquals(1, outcome.err().lines().count(), outcome.err());
    assertEquals("", outcome.out());
  }
}
