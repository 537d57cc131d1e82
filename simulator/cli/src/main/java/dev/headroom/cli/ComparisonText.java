package dev.headroom.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headroom.results.JsonText;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A comparison as people, pull requests and CI systems read it. */
final class ComparisonText {
  private final PrintWriter out;
  private final JsonNode document;
  private final ComparisonTables tables;

  private ComparisonText(PrintWriter out, JsonNode document) {
    this.out = out;
    this.document = document;
    this.tables = new ComparisonTables(document);
  }

  static void print(PrintWriter out, ObjectNode document, ReportFormat format, Path folder) {
    ComparisonText text = new ComparisonText(out, document);
    switch (format) {
      case TEXT -> text.text(folder);
      case JSON -> out.print(JsonText.of(document));
      case MARKDOWN -> text.markdown();
      case GITHUB_COMMENT -> text.comment();
      case JUNIT -> out.print(JUnitXml.of(document.get("name").asText(), text.groups()));
    }
  }

  private boolean isDiff() {
    return document.get("kind").asText().equals("diff");
  }

  private String heading() {
    long runs = document.get("runs").asLong();
    return String.format(
        Locale.ROOT,
        "%s: %s, %,d %s each%s, seed %d",
        document.get("name").asText(),
        isDiff() ? "OLD AGAINST NEW" : "COMPARED",
        runs,
        runs == 1 ? "day" : "days",
        document.get("partial").asBoolean() ? " (PARTIAL, interrupted)" : "",
        document.get("seed").asLong());
  }

  private void text(Path folder) {
    out.println(heading());
    out.println();
    for (JsonNode sentence : document.at("/verdict/sentences")) {
      Summary.wrap(out, sentence.asText());
    }
    table(tables.changes());
    models();
    table(tables.objectives());
    table(tables.values());
    table(tables.differences());
    if (document.has("scale")) {
      table(tables.scale());
      Summary.wrap(out, "  " + costNote());
    }
    if (!tables.moved().isEmpty()) {
      out.println();
      tables.moved().forEach(line -> Summary.wrap(out, "  " + line));
    }
    if (folder != null) {
      out.println();
      out.printf(Locale.ROOT, "  %-12s %s%n", "written", folder);
    }
  }

  private void table(TextTable table) {
    if (!table.isEmpty()) {
      out.println();
      table.print(out);
    }
  }

  private void models() {
    if (tables.fromModels() > 0) {
      out.printf(
          Locale.ROOT,
          "  and %,d values that come with another model (--json)%n",
          tables.fromModels());
    }
  }

  private String costNote() {
    String what = document.at("/scale/cost").asText().equals("cost.month")
        ? "$ a month"
        : "$ for this traffic";
    return what + ", mean of days; kept: days without a violation of the days run; BROKEN: found"
        + " to violate an objective more often than the risk allows.";
  }

  private void markdown() {
    out.println("# " + TextTable.escaped(heading()));
    out.println();
    sentences();
    section("What changes", tables.changes());
    section("Objectives", tables.objectives());
    section("What it does", tables.values());
    section("Differences, day by day", tables.differences());
    scale();
    moved();
  }

  private void scale() {
    if (document.has("scale")) {
      section("Multiples of the traffic", tables.scale());
      out.println();
      out.println(TextTable.escaped(costNote()));
    }
  }

  private void moved() {
    if (!tables.moved().isEmpty()) {
      out.println();
      out.println("## Other platforms, other settings");
      out.println();
      tables.moved().forEach(line -> out.println("* " + TextTable.escaped(line)));
    }
  }

  private void sentences() {
    for (JsonNode sentence : document.at("/verdict/sentences")) {
      out.println("* " + TextTable.escaped(sentence.asText()));
    }
  }

  private void section(String title, TextTable table) {
    if (!table.isEmpty()) {
      out.println();
      out.println("## " + title);
      out.println();
      table.markdown(out);
      if (title.equals("What changes") && tables.fromModels() > 0) {
        out.println();
        out.printf(
            Locale.ROOT, "and %,d values that come with another model.%n", tables.fromModels());
      }
    }
  }

  /** Short at first sight; what only some look for is folded away. */
  private void comment() {
    String word =
        switch (document.at("/verdict/state").asText()) {
          case "pass" -> "\u2713 objectives kept";
          case "fail" -> "\u2717 objective violated";
          case "inconclusive" -> "? undecided";
          default -> "no objective given";
        };
    out.println("<!-- headroom -->");
    out.println("### headroom: " + word + " \u2013 "
        + TextTable.escaped(document.get("name").asText()));
    out.println();
    sentences();
    if (!tables.changes().isEmpty()) {
      out.println();
      tables.changes().markdown(out);
    }
    if (tables.fromModels() > 0) {
      out.println();
      out.printf(
          Locale.ROOT, "and %,d values that come with another model.%n", tables.fromModels());
    }
    out.println();
    out.println("<details><summary>All numbers, day by day</summary>");
    section("Objectives", tables.objectives());
    section("Means", tables.values());
    section("Differences", tables.differences());
    scale();
    moved();
    out.println();
    out.println("</details>");
  }

  /** The objectives of the new scenario only, or of all that are compared. */
  private List<JUnitXml.Group> groups() {
    List<JUnitXml.Group> groups = new ArrayList<>();
    for (JsonNode one : document.get("contenders")) {
      if (!isDiff() || one.get("name").asText().equals("new")) {
        groups.add(new JUnitXml.Group(one.get("name").asText(), one.get("objectives")));
      }
    }
    return groups;
  }
}
