package dev.headroom.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every review under {@code reports/} says what its scenario gives today, byte for byte. Where a
 * change of results is meant, render the review again with the command in its README.
 */
class RenderedReviewsTest {
  private static final Path REPORTS = Path.of("../../reports");

  @TempDir
  private Path folder;

  static Stream<Path> reviews() {
    try (Stream<Path> all = Files.list(REPORTS)) {
      return all
          .filter(review -> Files.isDirectory(review.resolve("rendered")))
          .sorted()
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @MethodSource("reviews")
  void saysWhatItsScenarioGives(Path review) throws IOException {
    Path output = folder.resolve("out");
    StringWriter err = new StringWriter();
    PrintWriter stderr = new PrintWriter(err, true);
    Failures failures = new Failures(stderr, false);
    Main.run(
        Main.commandLine(new PrintWriter(new StringWriter()), stderr, failures),
        failures,
        new String[] {
          "run", "-f", review.resolve("scenario.yaml").toString(), "-o", output.toString()
        });
    assertEquals("", err.toString());
    Path committed = review.resolve("rendered");
    for (String name : List.of("series.csv", "events.csv", "latency.hgrm")) {
      assertEquals(
          Files.readString(committed.resolve(name)), Files.readString(output.resolve(name)), name);
    }
    assertEquals(result(committed), result(output));
  }

  /** run.json without what says who ran it and from where. */
  private static String result(Path folder) throws IOException {
    ObjectMapper json = new ObjectMapper();
    ObjectNode run = (ObjectNode) json.readTree(folder.resolve("run.json").toFile());
    run.remove(List.of("engine", "command"));
    ((ObjectNode) run.get("scenario")).remove("file");
    String text = json.writerWithDefaultPrettyPrinter().writeValueAsString(run);
    return text.replaceAll("[^\"]*scenario\\.yaml:", "scenario.yaml:");
  }
}
