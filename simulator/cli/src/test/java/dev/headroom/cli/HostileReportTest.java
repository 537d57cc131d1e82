package dev.headroom.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A report of a scenario that wants to be markup has the markup of one that does not. */
final class HostileReportTest {
  private static final String SCENARIO = """
      apiVersion: headroom/v1
      kind: Scenario
      metadata: { name: "NAME", description: "DESCRIPTION" }
      services:
        - name: "FIRST"
          workload:
            trace: { file: "TRACE" }
            classes:
              - { name: "CLASS", service: 200ms, queries: { count: 1, each: 100ms } }
          platform: { use: cloud-run, concurrency: { max: 1 }, scale: { max: 40 } }
        - name: "SECOND"
          workload:
            generate: { shape: constant, rate: 5/s, duration: 10s }
            classes: [{ name: page, service: 1s }]
          platform: { use: cloud-run, concurrency: { max: 1 }, scale: { max: 4 } }
      database: { engine: postgres, maxConnections: 10, pool: { library: node-postgres } }
      slo:
        - { name: "GOAL", expr: "rate(errors) < 1%" }
      """;

  private static final List<String> PLACES =
      List.of("NAME", "DESCRIPTION", "FIRST", "SECOND", "TRACE", "CLASS", "GOAL");

  private static final List<String> ATTACKS = List.of(
      "<script>alert(1)</script>",
      "\\\"><img src=x onerror=alert(1)>",
      "'><svg onload=alert(1)>",
      "</title></style></script><h1>x</h1>",
      "--><!--]]><![CDATA[",
      "&lt;b&gt;&#60;b&#62;",
      "\\u202Eevil\\u2066\\u200F",
      "\\e[2J\\e]0;title\\a\\b\\b",
      "\uD83D\uDE00\uD83C\uDFF3\uFE0F\u200D\uD83C\uDF08",
      "javascript:alert(1)",
      "x".repeat(150));

  private static final Pattern TAG =
      Pattern.compile("<(!?/?[A-Za-z][\\w:-]*|!--|!\\[)((?:[^>\"']|\"[^\"]*\"|'[^']*')*)>");
  private static final Pattern ATTRIBUTE =
      Pattern.compile("([\\w:-]+)\\s*=\\s*(?:\"[^\"]*\"|'[^']*'|[^\\s>]+)");

  @TempDir
  private Path folder;

  @Test
  void noTextOfTheScenarioIsMarkup() throws IOException {
    List<String> plain = markup(report("plain", place -> place.toLowerCase(java.util.Locale.ROOT)));
    assertTrue(plain.size() > 500, plain.size() + " tags");
    for (int i = 0; i < ATTACKS.size(); i++) {
      String attack = ATTACKS.get(i);
      String page = report("attack-" + i, place -> place.charAt(0) + attack);
      assertEquals(plain, markup(page), attack);
      assertFalse(
          Pattern.compile("[\\x00-\\x08\\x0b-\\x1f\\u202a-\\u202e\\u2066-\\u2069]")
              .matcher(page)
              .find(),
          attack);
      assertTrue(
          !attack.startsWith("<script>") || page.contains("N&lt;script&gt;alert(1)&lt;/script&gt;"),
          "the name is there as text");
    }
  }

  @Test
  void aVeryLongTextIsNeitherMarkupNorAnUnwritableFolder() throws IOException {
    String page = report(
        "long",
        place -> place.equals("TRACE")
            ? "t.csv"
            : place.equals("DESCRIPTION") ? "<script>" + "y".repeat(10_000) : place);
    assertFalse(page.contains("<script>yy"));
    assertEquals(100, RunCommand.folderName("x".repeat(10_000)).length());
    assertEquals("unnamed", RunCommand.folderName(".."));
    assertEquals("unnamed", RunCommand.folderName(""));
    assertEquals("-etc-passwd", RunCommand.folderName("/etc/passwd"));
    assertEquals("..-..-x", RunCommand.folderName("../../x"));
  }

  private interface Naming {
    String at(String place);
  }

  private String report(String name, Naming naming) throws IOException {
    Path own = Files.createDirectory(folder.resolve(name));
    String text = SCENARIO;
    for (String place : PLACES) {
      boolean file = place.equals("TRACE");
      text = text.replace('"' + place + '"', '"' + (file ? "trace" : naming.at(place)) + '"');
    }
    Files.write(own.resolve("s.yaml"), text.getBytes(StandardCharsets.UTF_8));
    Files.writeString(own.resolve("trace"), "timestamp,count\n0,50\n1,300\n2,300\n");
    InProcess.Outcome outcome = InProcess.run(
        "run", "-f", own.resolve("s.yaml").toString(), "-o", own.resolve("out").toString());
    assertTrue(List.of(0, 99).contains(outcome.exitCode()), outcome.err());
    try (Stream<Path> charts = Files.list(own.resolve("out/charts"))) {
      for (Path chart : charts.filter(file -> file.toString().endsWith(".svg")).toList()) {
        String svg = Files.readString(chart);
        assertFalse(svg.contains("<script") || svg.contains("onload=\""), chart.toString());
      }
    }
    return Files.readString(own.resolve("out/report.html"));
  }

  /** Every tag with the names of its attributes, in order. */
  private static List<String> markup(String page) {
    List<String> tags = new ArrayList<>();
    Matcher tag = TAG.matcher(page);
    while (tag.find()) {
      StringBuilder names = new StringBuilder(tag.group(1));
      Matcher attribute = ATTRIBUTE.matcher(tag.group(2));
      while (attribute.find()) {
        names.append(' ').append(attribute.group(1));
      }
      assertFalse(names.toString().matches("(?i).* on\\w+.*"), names.toString());
      tags.add(names.toString());
    }
    return tags;
  }
}
