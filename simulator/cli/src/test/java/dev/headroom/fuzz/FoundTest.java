package dev.headroom.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.cli.InProcess;
import dev.headroom.cli.InProcess.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What spoilt input has brought to light, each as small as it gets. */
final class FoundTest {
  private static final Path MODELS = Path.of("../../models");

  @TempDir
  private Path folder;

  @AfterEach
  void modelsOfTheProjectAgain() {
    System.clearProperty("headroom.home");
  }

  /** Lays one changed model over the project's and lists all of them. */
  private Outcome models(String file, String from, String to) throws IOException {
    String text = Files.readString(MODELS.resolve(file));
    assertTrue(text.contains(from), file + " has no " + from);
    Path changed = folder.resolve("models").resolve(file);
    Files.createDirectories(changed.getParent());
    Files.writeString(changed, text.replace(from, to));
    System.setProperty("headroom.home", folder.toString());
    return InProcess.run("models");
  }

  private static void refused(String said, Outcome outcome) {
    assertEquals(2, outcome.exitCode());
    assertEquals(1, outcome.err().lines().count());
    assertTrue(
        outcome.err().matches("headroom: models/\\S+\\.yaml:\\d+:\\d+: .*\\n"), outcome.err());
    assertTrue(outcome.err().contains(said), outcome.err());
  }

  /** MODEL 13, 26, 1207: a NullPointerException. */
  @Test
  void aModelWithoutItsSourcesOrEntries() throws IOException {
    refused("sources: missing; needs a map", models("prices/aws.yaml", "\nsources:", "\nsourced:"));
    refused("entries: missing; needs a map", models("prices/aws.yaml", "\nentries:", "\nentered:"));
    refused("pools: missing; needs a map", models("databases/pools.yaml", "\npools:", "\npooled:"));
  }

  /** MODEL 1475: a ClassCastException. */
  @Test
  void aModelWhoseSourcesAreAText() throws IOException {
    refused(
        "sources: x; needs a map",
        models("databases/mysql.yaml", "\nsources:", "\nsources: x\nmore:"));
  }

  /** It overflowed the stack, or read what is no model. */
  @Test
  void anIncludeThatHoldsItselfOrLeadsAway() throws IOException {
    refused(
        "include: platforms/ec2-asg; allowed",
        models("platforms/ec2-asg.yaml", "include: ", "include: platforms/ec2-asg # "));
    Files.writeString(folder.resolve("secret.yaml"), "secret: 1\n");
    refused(
        "include: ../secret; allowed",
        models("platforms/ec2-asg.yaml", "include: ", "include: ../secret # "));
  }

  /** It began, and would have run for years. */
  @Test
  void aScenarioThatAsksForMoreThanCanBeComputed() throws IOException {
    Path scenario = folder.resolve("s.yaml");
    Files.writeString(scenario, """
        apiVersion: headroom/v1
        kind: Scenario
        metadata: { name: years }
        workload:
          generate: { shape: ramp, from: 1/s, to: 1000000000/s, duration: 36500d }
          classes: [{ name: page, service: 1s }]
        platform: { use: cloud-run }
        """);
    Outcome outcome = InProcess.run("run", "-f", scenario.toString(), "--json");
    assertEquals(2, outcome.exitCode());
    assertTrue(
        outcome
            .err()
            .matches(
                "headroom: \\S*s\\.yaml:5:13: workload.generate: asks for about \\d+ requests; "
                    + ".*\\n"),
        outcome.err());
  }
}
