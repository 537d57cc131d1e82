package dev.headroom.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The comparison under {@code reports/} is what the program gives, and its page says no more. */
class ComparedReviewTest {
  private static final Path REVIEW = Path.of("../../reports/lambda-or-cloud-run");
  private static final ObjectMapper JSON = new ObjectMapper();

  private static JsonNode saved() throws IOException {
    return JSON.readTree(REVIEW.resolve("compared/compare.json").toFile());
  }

  /** Without the multiples of the traffic, which take minutes. */
  @Test
  void givesTheSameContendersAndDifferences() throws IOException {
    InProcess.Outcome outcome = InProcess.run(
        "compare",
        "-f",
        REVIEW.resolve("scenario.yaml").toString(),
        "--platforms",
        "aws-lambda,cloud-run,aws-fargate",
        "--runs",
        "5",
        "--json");
    assertEquals("", outcome.err());
    JsonNode now = JSON.readTree(outcome.out());
    assertEquals(saved().get("differences"), now.get("differences"));
    for (int c = 0; c < 3; c++) {
      for (String key : new String[] {"measures", "objectives", "size", "verdict"}) {
        assertEquals(
            saved().at("/contenders/" + c).get(key), now.at("/contenders/" + c).get(key));
      }
    }
  }

  @Test
  void thePageQuotesItsFigures() throws IOException {
    String page = Files.readString(REVIEW.resolve("README.md")).replaceAll("\\s+", " ");
    JsonNode first = saved().at("/scale/crossovers/0");
    assertEquals("aws-lambda", first.get("below").asText());
    assertEquals("cloud-run", first.get("above").asText());
    assertTrue(
        page.contains(String.format(
            "Up to %.2f times these clicks Lambda costs less, from"
                + " %.2f times on Cloud Run does",
            first.get("from").asDouble(), first.get("to").asDouble())),
        first.toString());
    int quoted = 0;
    for (JsonNode point : saved().at("/scale/points")) {
      String multiple = point.get("multiple").decimalValue().toPlainString();
      int row = page.indexOf("| " + multiple + "x | ");
      if (row < 0) {
        continue;
      }
      String[] cells = page.substring(row + 2).split(" \\| ");
      for (int c = 0; c < 3; c++) {
        String said = cells[c + 1].replaceAll("[$*]|, .*", "");
        JsonNode one = point.get("contenders").get(c);
        assertEquals(
            one.get("cost").asDouble(),
            Double.parseDouble(said),
            one.get("cost").asDouble() * 0.005);
        assertEquals(
            one.get("verdict").asText().equals("fail"),
            cells[c + 1].contains("violated"),
            cells[c + 1]);
        quoted++;
      }
    }
    assertEquals(15, quoted);
  }
}
