package dev.headroom.validation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The committed page is what the committed figures give; the tests hold the figures themselves. */
class ValidationPageTest {
  @Test
  void thePageIsOfTheFigures() throws IOException {
    List<Figure> figures = FigureFiles.readAll();
    if (Validation.UPDATE) {
      FigureFiles.writePage();
    }
    assertEquals(
        FigurePage.of(FigureFiles.testClasses(), figures),
        Files.readString(FigureFiles.page()),
        () -> "out of date: " + FigurePage.COMMAND);
    for (Section section : Section.values()) {
      assertTrue(figures.stream().anyMatch(f -> f.section() == section), "none of " + section);
    }
  }

  /** A class that went must not leave its figures behind. */
  @Test
  void everyFileIsOfATestClass() throws IOException {
    List<String> sources;
    try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
      sources = files.map(file -> file.getFileName().toString()).toList();
    }
    for (String testClass : FigureFiles.testClasses()) {
      assertTrue(sources.contains(testClass + ".java"), "no class " + testClass);
    }
  }

  /** In the interval, its ends included, or not; a group is counted and its misses are named. */
  @Test
  void whatIsMissedIsMarked() {
    Figure inside = figure("", "inside", 3, 2, 1, 3);
    Figure outside = figure("case", "outside", 3.5, 2, 1, 3);
    Figure beside = figure("case", "beside", 1, 2, 1, 3);
    assertTrue(inside.agrees() && beside.agrees() && !outside.agrees());
    String page = FigurePage.of(List.of("SomeTest"), List.of(inside, outside, beside));
    assertTrue(page.contains("| inside | 3 | 2 | 1 to 3 | yes | why |"), page);
    assertTrue(
        page.contains("| case | 2 figures | | | **1; 1 MISSED** | |\n"
            + "| &emsp;outside | 3.5 | 2 | 1 to 3 | **MISSED** | why |\n"),
        page);
    assertTrue(page.contains("**1 of them do not agree**"), page);
  }

  @Test
  void figuresKeepSixDigitsAndCountsAll() {
    assertEquals(new BigDecimal("0.333333"), Figure.rounded(1 / 3.0));
    assertEquals(new BigDecimal("123456789"), Figure.rounded(123_456_789));
    assertEquals(new BigDecimal("1234570"), Figure.rounded(1_234_567.8));
    assertEquals(new BigDecimal("0"), Figure.rounded(0));
  }

  private static Figure figure(
      String group, String name, double against, double simulated, double low, double high) {
    return new Figure(
        Section.THEORY,
        group,
        name,
        Figure.rounded(against),
        Figure.rounded(simulated),
        Figure.rounded(low),
        Figure.rounded(high),
        "why");
  }
}
