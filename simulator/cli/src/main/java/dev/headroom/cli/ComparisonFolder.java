package dev.headroom.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headroom.report.ComparisonReport;
import dev.headroom.report.CostCurveChart;
import dev.headroom.results.Csv;
import dev.headroom.results.JsonText;
import dev.headroom.results.SavedResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A comparison as files: compare.json, compare.csv, the page, a chart over multiples of the traffic
 * and, in {@code runs/1}, {@code runs/2}, …, the day shown of each contender as a result.
 */
final class ComparisonFolder {
  private ComparisonFolder() {}

  /**
   * Writes them into a folder that exists.
   *
   * @param days of the contenders, in their order
   * @param other number of the one that the page sets against the first
   */
  static void write(JsonNode document, List<SavedResult> days, int other, Path folder)
      throws IOException {
    Files.writeString(folder.resolve("compare.json"), JsonText.of(document));
    Files.writeString(folder.resolve("compare.csv"), csv(document));
    if (!document.at("/scale/points").isEmpty()) {
      CostCurveChart.write(document, folder);
    }
    for (int c = 0; c < days.size(); c++) {
      Path own = folder.resolve("runs").resolve(Integer.toString(c + 1));
      Files.createDirectories(own);
      days.get(c).write(own);
    }
    ComparisonReport.write(
        document, other, days.get(0), days.get(other), folder.resolve("report.html"));
  }

  /** Whom the page sets against the first: the one to take, or else the second. */
  static int other(JsonNode document) {
    String taken = document.at("/verdict/take").asText("");
    for (int c = 1; c < document.path("contenders").size(); c++) {
      if (document.at("/contenders/" + c + "/name").asText("").equals(taken)) {
        return c;
      }
    }
    return 1;
  }

  /**
   * A row for each contender and measure: {@code multiple} is 1 and the difference is against the
   * first contender; then a row for the cost at each multiple of the traffic.
   */
  static String csv(JsonNode document) {
    StringBuilder csv = new StringBuilder(
        "contender,multiple,measure,mean,ci_low,ci_high,difference,difference_ci_low,"
            + "difference_ci_high,correlation,better_runs,worse_runs,runs,verdict\n");
    JsonNode contenders = document.get("contenders");
    for (int c = 0; c < contenders.size(); c++) {
      JsonNode measures = contenders.get(c).get("measures");
      for (int m = 0; m < measures.size(); m++) {
        JsonNode difference =
            c == 0 ? null : document.get("differences").get((c - 1) * measures.size() + m);
        row(csv, document, contenders.get(c), measures.get(m), difference);
      }
    }
    for (JsonNode point : document.at("/scale/points")) {
      for (JsonNode one : point.get("contenders")) {
        fields(
            csv,
            one.get("name").asText(),
            text(point.get("multiple")),
            document.at("/scale/cost").asText(),
            text(one.get("cost")),
            text(one.at("/costCi95/0")),
            text(one.at("/costCi95/1")),
            "",
            "",
            "",
            "",
            "",
            "",
            point.get("runs").asText(),
            one.get("verdict").asText());
      }
    }
    return csv.toString();
  }

  private static void row(
      StringBuilder csv,
      JsonNode document,
      JsonNode contender,
      JsonNode measure,
      JsonNode difference) {
    fields(
        csv,
        contender.get("name").asText(),
        "1",
        measure.get("name").asText(),
        text(measure.get("mean")),
        text(measure.at("/ci95/0")),
        text(measure.at("/ci95/1")),
        difference == null ? "" : text(difference.get("mean")),
        difference == null ? "" : text(difference.at("/ci95/0")),
        difference == null ? "" : text(difference.at("/ci95/1")),
        difference == null ? "" : text(difference.get("correlation")),
        difference == null ? "" : difference.get("better").asText(),
        difference == null ? "" : difference.get("worse").asText(),
        document.get("runs").asText(),
        contender.get("verdict").asText());
  }

  private static String text(JsonNode number) {
    return number.isNumber() ? number.decimalValue().toPlainString() : "";
  }

  private static void fields(StringBuilder csv, String... fields) {
    List<String> all = List.of(fields);
    for (int i = 0; i < all.size(); i++) {
      csv.append(i == 0 ? "" : ",");
      Csv.appendField(csv, all.get(i));
    }
    csv.append('\n');
  }
}
