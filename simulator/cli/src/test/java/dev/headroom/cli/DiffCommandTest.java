package dev.headroom.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** What a pull request that changes a scenario gets to read. */
class DiffCommandTest {
  private static final String SCENARIO = """
      apiVersion: headroom/v1
      kind: Scenario
      metadata: { name: checkout|x }
      workload:
        generate: { shape: constant, rate: 40/s, requests: 1600 }
        classes: [ { name: page, service: { cpu: 10ms, wait: 400ms } } ]
        clients: { timeout: 2s }
      platform: { use: cloud-run, concurrency: { max: 4 }, scale: { min: 6, max: 40 } }
      slo:
        - { name: p99, expr: "p99(latency) < 900ms" }
        - { name: errors, expr: "rate(errors) < 1%" }
      run: { seed: 5, tail: 60s, initial: empty }
      """;

  @TempDir
  private Path folder;

  private Path old;

  @BeforeEach
  void writeScenario() throws IOException {
    old = write("old.yaml", SCENARIO);
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private InProcess.Outcome diff(Path changed, String... more) {
    String[] args = new String[3 + more.length];
    args[0] = "diff";
    args[1] = old.toString();
    args[2] = changed.toString();
    System.arraycopy(more, 0, args, 3, more.length);
    return InProcess.run(args);
  }

  @Test
  void fewerWarmInstancesBreakP99AndTheCommentSaysSo() throws IOException {
    Path changed = write("new.yaml", SCENARIO.replace("min: 6", "min: 0"));
    InProcess.Outcome outcome = diff(changed, "--format", "github-comment");
    assertEquals(99, outcome.exitCode());
    String comment = outcome.out();
    assertTrue(
        comment.startsWith("<!-- headroom -->\n### headroom: \u2717 objective violated"), comment);
    assertTrue(comment.contains("checkout\\|x"), "a bar would break a table");
    assertTrue(comment.contains("| platform.scale.min | 6 | 0 | " + changed + ":8:"), comment);
    assertTrue(comment.contains("* Violated: p99: p99(latency) &lt; 900ms, "), comment);
    assertTrue(comment.contains("-> 20 of 20 days"), comment);
    assertTrue(comment.contains("* Cost of this traffic: $"), comment);
    assertTrue(comment.contains("<details>"), comment);
  }

  @Test
  void aHarmlessChangePassesOnceEnoughDaysAreRun() throws IOException {
    Path changed = write("new.yaml", SCENARIO.replace("max: 40", "max: 41"));
    InProcess.Outcome outcome = diff(changed, "--json");
    JsonNode answer = new ObjectMapper().readTree(outcome.out());
    assertEquals(0, outcome.exitCode(), outcome.out());
    assertEquals("pass", answer.at("/verdict/state").asText());
    assertEquals(80, answer.get("runs").asInt(), "0 of 80 is the first checkpoint that decides");
    assertTrue(
        answer.at("/verdict/sentences").toString().contains("Cost of this traffic: unch"),
        answer.at("/verdict").toString());
    assertEquals(98, diff(changed, "--runs", "20").exitCode(), "0 of 20 decides nothing");
    assertEquals(0, diff(changed, "--runs", "1").exitCode(), "one day is judged for itself");
  }

  @Test
  void theSameScenarioTwiceHasNoChange() throws IOException {
    JsonNode answer =
        new ObjectMapper().readTree(diff(old, "--json", "--runs", "2").out());
    assertEquals(0, answer.get("changes").size());
    assertEquals(
        "No setting changes, and no objective.",
        answer.at("/verdict/sentences/0").asText());
    for (JsonNode difference : answer.get("differences")) {
      assertEquals(0, difference.get("better").asInt() + difference.get("worse").asInt());
    }
  }

  @Test
  void anObjectiveThatIsLoosenedIsToldAndDoesNotCount() throws IOException {
    Path changed =
        write("new.yaml", SCENARIO.replace("< 900ms", "< 9s").replace("min: 6", "min: 0"));
    InProcess.Outcome outcome = diff(changed, "--runs", "1");
    assertEquals(0, outcome.exitCode());
    String text = outcome.out().replaceAll("\\s+", " ");
    assertTrue(
        text.contains("The objective p99(latency) < 900ms of the old scenario no longer"
            + " counts in the new one; it is shown as a warning."),
        text);
    assertTrue(text.contains("slo.p99 p99(latency) < 900ms p99(latency) < 9s"), text);
  }

  @Test
  void otherTrafficIsComparedAndSaid() throws IOException {
    Path changed = write("new.yaml", SCENARIO.replace("40/s", "50/s"));
    String text = diff(changed, "--runs", "1").out().replaceAll("\\s+", " ");
    assertTrue(text.contains("The traffic changes too"), text);
  }

  @Test
  void junitHasACaseForEachObjectiveOfTheNewScenario() throws Exception {
    Path changed = write("new.yaml", SCENARIO.replace("min: 6", "min: 0"));
    InProcess.Outcome outcome = diff(changed, "--format", "junit", "--runs", "3");
    assertEquals(99, outcome.exitCode());
    cases(outcome.out(), 2, 1, 1);
  }

  @Test
  void aRunCanBeJunitAndMarkdownToo() throws Exception {
    String output = folder.resolve("out").toString();
    InProcess.Outcome junit = InProcess.run(
        "run",
        "-f",
        old.toString(),
        "--set",
        "platform.scale.min=0",
        "--no-fixes",
        "-o",
        output,
        "--format",
        "junit");
    assertEquals(99, junit.exitCode());
    cases(junit.out(), 2, 1, 0);
    InProcess.Outcome markdown =
        InProcess.run("run", "-f", old.toString(), "-o", output, "--format", "md");
    assertEquals(0, markdown.exitCode());
    assertTrue(markdown.out().startsWith("# \u2713 objectives met \u2013 checkout\\|x\n"));
    assertTrue(
        markdown.out().contains("| errors: rate(errors) &lt; 1% | 0 % | 0 of 1 days |" + " pass |"),
        markdown.out());
    InProcess.Outcome json =
        InProcess.run("run", "-f", old.toString(), "-o", output, "--format", "json");
    assertEquals(InProcess.run("run", "-f", old.toString(), "-o", output, "--json"), json);
  }

  private static void cases(String xml, int tests, int failures, int skipped) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
    Document document = factory
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
    Element suite = (Element) document.getElementsByTagName("testsuite").item(0);
    assertNotNull(suite);
    assertEquals(Integer.toString(tests), suite.getAttribute("tests"));
    assertEquals(Integer.toString(failures), suite.getAttribute("failures"));
    assertEquals(tests, document.getElementsByTagName("testcase").getLength());
    assertEquals(failures, document.getElementsByTagName("failure").getLength());
    assertEquals(skipped, document.getElementsByTagName("skipped").getLength());
    if (failures > 0) {
      Element failure = (Element) document.getElementsByTagName("failure").item(0);
      assertTrue(
          failure.getAttribute("message").startsWith("p99(latency) < 900ms, measured "),
          failure.getAttribute("message"));
    }
  }

  @Test
  void mistakesAreOneLine() throws IOException {
    Path broken = write("broken.yaml", SCENARIO.replace("scale:", "scael:"));
    InProcess.Outcome outcome = diff(broken);
    assertEquals(2, outcome.exitCode());
    assertTrue(outcome.err().contains("broken.yaml:8:"), outcome.err());
    assertTrue(outcome.err().contains("did you mean 'scale'?"), outcome.err());
    assertEquals(1, outcome.err().lines().count());
    assertEquals(2, InProcess.run("diff", old.toString()).exitCode());
    assertFalse(InProcess.run("diff").err().isEmpty());
  }
}
