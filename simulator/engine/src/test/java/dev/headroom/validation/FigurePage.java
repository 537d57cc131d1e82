package dev.headroom.validation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The page, a function of the figures. */
final class FigurePage {
  /** Rebuilds figures and page. */
  static final String COMMAND = "./verify --validation";

  private FigurePage() {}

  /**
   * The page's text.
   *
   * @param testClasses names of the classes that noted the figures
   * @param figures all of them
   */
  static String of(List<String> testClasses, List<Figure> figures) {
    StringBuilder page = new StringBuilder();
    long missed = figures.stream().filter(figure -> !figure.agrees()).count();
    page.append("""
        <!-- Written by %s; do not edit. -->
        # What Headroom is held against

        %d figures, each against theory, recorded decisions, measurements or publications; **%d of \
        them do not agree** and are marked MISSED in the tables.

        `%s` runs the tests that compute the figures and writes this page and
        [`figures/`](figures), the same figures as JSON. `./verify` fails if a test computes \
        another figure than the
        committed one. "Agrees" means that what a figure is held against lies in the interval.

        | | figures | agree | missed |
        |---|---:|---:|---:|
        """.formatted(COMMAND, figures.size(), missed, COMMAND));
    Map<Section, List<Figure>> sections = new LinkedHashMap<>();
    for (Section section : Section.values()) {
      List<Figure> own = figures.stream()
          .filter(f -> f.section() == section)
          .sorted(Comparator.comparing(Figure::key))
          .toList();
      if (!own.isEmpty()) {
        sections.put(section, own);
      }
    }
    sections.forEach((section, own) -> {
      long agree = own.stream().filter(Figure::agrees).count();
      page.append("| [%s](#%s) | %d | %d | %d |%n"
          .formatted(section.title, anchor(section), own.size(), agree, own.size() - agree));
    });
    sections.forEach((section, own) -> page.append(section(section, own)));
    page.append("\nComputed by `").append(String.join("`, `", testClasses)).append("`.\n");
    return page.toString().replace("\r\n", "\n");
  }

  private static String anchor(Section section) {
    return section.title.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9 ]", "").replace(' ', '-');
  }

  private static String section(Section section, List<Figure> figures) {
    StringBuilder text = new StringBuilder();
    text.append("\n## ")
        .append(section.title)
        .append("\n\n")
        .append(section.intro)
        .append("\n\n")
        .append("| | held against | simulated | interval | agrees | |\n")
        .append("|---|---:|---:|---:|---|---|\n");
    Map<String, List<Figure>> groups = new LinkedHashMap<>();
    for (Figure figure : figures) {
      groups.computeIfAbsent(figure.group(), group -> new ArrayList<>()).add(figure);
    }
    groups.forEach((group, own) -> {
      if (group.isEmpty()) {
        own.forEach(figure -> text.append(line(figure, "")));
      } else {
        text.append(count(group, own));
        own.stream().filter(f -> !f.agrees()).forEach(f -> text.append(line(f, "&emsp;")));
      }
    });
    return text.toString();
  }

  private static String count(String group, List<Figure> figures) {
    long agree = figures.stream().filter(Figure::agrees).count();
    boolean all = agree == figures.size();
    return "| %s | %d %s | | | %s | |\n"
        .formatted(
            cell(group),
            figures.size(),
            figures.size() == 1 ? "figure" : "figures",
            all ? "all" : "**%d; %d MISSED**".formatted(agree, figures.size() - agree));
  }

  private static String line(Figure figure, String indent) {
    String interval = figure.low().compareTo(figure.high()) == 0
        ? ""
        : figure.low().toPlainString() + " to " + figure.high().toPlainString();
    return "| %s%s | %s | %s | %s | %s | %s |\n"
        .formatted(
            indent,
            cell(figure.name()),
            figure.heldAgainst().toPlainString(),
            figure.simulated().toPlainString(),
            interval,
            figure.agrees() ? "yes" : "**MISSED**",
            cell(figure.note()));
  }

  private static String cell(String text) {
    return text.replace("|", "\\|");
  }
}
