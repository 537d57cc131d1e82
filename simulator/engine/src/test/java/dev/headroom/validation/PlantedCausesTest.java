package dev.headroom.validation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.config.ConfigNode;
import dev.headroom.review.Review;
import dev.headroom.scenario.ScenarioReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whether the verdict names the cause that was planted. Every scenario of the folder says in its
 * head what was {@code planted}, what would have helped {@code also}, so that naming it after the
 * planted ones is right too, and why. One that says {@code missed} instead of failing shows on the
 * validation page what the verdict does not find yet.
 */
class PlantedCausesTest {
  private static final Path FOLDER = Path.of("src/test/resources/planted-causes");
  private static final Validation VALIDATION = Validation.of(PlantedCausesTest.class);

  static Stream<Path> scenarios() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList().stream();
    }
  }

  private static List<String> head(Path file, String key) throws IOException {
    String start = "# " + key + ":";
    for (String line : Files.readAllLines(file)) {
      if (line.startsWith(start)) {
        String rest = line.substring(start.length()).trim();
        return rest.isEmpty() ? List.of() : List.of(rest.split(", "));
      }
    }
    return List.of();
  }

  private static JsonNode run(Path file) {
    return Review.of(
            ScenarioReader.read(ConfigNode.read(file)),
            new Review.Request(1, file.toString(), "", true, nowNs -> {}))
        .run();
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void namesWhatWasPlanted(Path file) throws IOException {
    List<String> planted = head(file, "planted");
    JsonNode verdict = run(file).get("verdict");
    assertEquals(planted.isEmpty() ? "pass" : "fail", verdict.get("state").asText());
    List<String> named = new ArrayList<>();
    verdict.get("causes").forEach(cause -> named.add(cause.get("kind").asText()));
    Set<String> first = new TreeSet<>(named.subList(0, Math.min(planted.size(), named.size())));
    List<String> rest = named.subList(first.size(), named.size());

    List<String> right = planted.stream().filter(first::contains).toList();
    String name = file.getFileName().toString().replace(".yaml", "");
    VALIDATION.count(
        Section.CAUSES,
        name,
        planted.size(),
        right.size(),
        "planted: " + words(planted) + "; named: " + words(named));
    if (head(file, "missed").isEmpty()) {
      assertEquals(new TreeSet<>(planted), first, () -> verdict.toPrettyString());
      assertTrue(head(file, "also").containsAll(rest), () -> verdict.toPrettyString());
      for (JsonNode cause : verdict.get("causes")) {
        if (planted.contains(cause.get("kind").asText())) {
          assertTrue(
              verdict.at("/sentences/0").asText().contains(cause.get("lifted").asText()),
              () -> cause + " is not in " + verdict.at("/sentences/0"));
        }
      }
    } else {
      assertTrue(right.size() < planted.size(), () -> name + " is found now; it says missed");
    }
  }

  private static String words(List<String> kinds) {
    return kinds.isEmpty() ? "nothing" : String.join(", ", kinds);
  }

  /** A cause says which service's it is, and what lifting it alone and with others does. */
  @Test
  void saysWhatWasLifted() {
    JsonNode capped = run(FOLDER.resolve("one-of-two-capped.yaml")).at("/verdict/causes/0");
    assertEquals("shop", capped.get("service").asText());
    assertTrue(capped.get("togetherShare").isNull());
    assertEquals(0, capped.at("/effect/failed/after").asLong());

    JsonNode both = run(FOLDER.resolve("pooler-and-servers.yaml")).at("/verdict/causes");
    assertEquals(2, both.size());
    for (JsonNode one : both) {
      assertTrue(one.get("share").asDouble() < 0.1, one::toString);
      assertEquals(1, one.get("togetherShare").asDouble(), 0.01);
    }
  }

  /** What would still break the objective is said as what is left, and what becomes of it. */
  @Test
  void saysWhatIsLeft() {
    JsonNode verdict = run(FOLDER.resolve("held-out-memory-and-failover.yaml")).get("verdict");
    JsonNode failover = verdict.at("/causes/1");
    assertEquals(1, failover.get("togetherShare").asDouble());
    assertTrue(failover.get("share").asDouble() < 0.1, failover::toString);
    assertEquals(0, failover.at("/effect/failed/after").asLong());
    assertTrue(
        verdict
            .at("/sentences/0")
            .asText()
            .contains("but for the database failover at 4min as well none of the 150 failures left "
                + "would have happened"),
        verdict::toString);

    assertTrue(run(FOLDER.resolve("held-out-knative-cap.yaml"))
        .at("/verdict/sentences/0")
        .asText()
        .contains("as well only 309 of the 569 failures left would have happened"));
  }

  /** What never ends says so where people look first. */
  @Test
  void saysThatADeploymentNeverEnded() {
    JsonNode sentences = run(FOLDER.resolve("endless-deployment.yaml")).at("/verdict/sentences");
    assertTrue(
        sentences
            .toString()
            .contains("The deployment that began at 00:02:00 had not ended when the run ended: "
                + "revision 2"),
        sentences::toString);
  }
}
