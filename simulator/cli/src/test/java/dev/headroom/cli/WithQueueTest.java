package dev.headroom.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

/** The marketing email with a queue in place of waiting, and with a table in place of a server. */
class WithQueueTest {
  private static JsonNode run(String... arguments) throws IOException {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    PrintWriter stdout = new PrintWriter(out, true);
    PrintWriter stderr = new PrintWriter(err, true);
    Failures failures = new Failures(stderr, false);
    int exit = Main.run(Main.commandLine(stdout, stderr, failures), failures, arguments);
    assertEquals(0, exit, err.toString());
    return new ObjectMapper().readTree(out.toString());
  }

  /**
   * 60 workers at once that are busy for s seconds a message do 60 / s of them a second, so 50,000
   * take 50,000 s / 60 from the first to the last, all of them waiting; the workers' first start,
   * between one and four seconds, comes on top.
   */
  @Test
  void nobodyFailsAndTheBacklogDrainsAsArithmeticSays() throws IOException {
    JsonNode run = run("run", "-f", "../../reports/marketing-email/with-queue.yaml", "--json");
    assertEquals(50_000, run.at("/requests/completed").asInt());
    assertEquals(0, run.at("/requests/failed").asInt());
    assertEquals(0, run.at("/database/exhaustedSeconds").asDouble());
    assertEquals(60, run.at("/database/peakConnections").asInt());
    assertEquals(97, run.at("/database/usable").asInt());
    JsonNode messages = run.at("/services/worker/messages");
    assertEquals(50_000, messages.get("done").asInt());
    double busy = run.at("/services/worker/instances/seconds/busy").asDouble() / 50_000;
    double computed = 50_000 * busy / 60;
    double measured =
        run.at("/time/end").asDouble() + messages.get("drainSeconds").asDouble();
    assertTrue(measured > computed && measured < computed + 4, measured + " s, not " + computed);
  }

  @Test
  void theSameScenarioRunsOnDynamo() throws IOException {
    JsonNode run = run(
        "run",
        "-f",
        "../../reports/marketing-email/scenario.yaml",
        "--set",
        "database=dynamodb",
        "--json");
    assertEquals(0, run.at("/requests/failed").asInt());
    // Three reads a request, at 0.125 US dollars a million.
    assertEquals(150_000, run.at("/database/units/read").asInt());
    assertEquals(0.01875, run.at("/cost/byComponent/databaseReads").asDouble(), 1e-9);
  }
}
