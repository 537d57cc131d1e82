package dev.headroom.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Every colour of text on everything that it stands on, and every colour of the data on its
 * background, by the ratios of WCAG 2.2: 4.5 to 1 for text (1.4.3), 3 to 1 for graphics (1.4.11).
 */
final class ContrastTest {
  private static final double TEXT = 4.5;
  private static final double GRAPHICS = 3;
  private static final Pattern VARIABLE = Pattern.compile("--([a-z-]+):\\s*(#[0-9a-f]{6})");
  private static final List<String> GROUNDS = List.of("bg", "card");

  /** The variables of the style sheet in a theme, by name. */
  private static Map<String, Color> variables(boolean dark) {
    String css = ReportScript.resource("report.css");
    Map<String, Color> found = new LinkedHashMap<>(block(css, css.indexOf(":root {")));
    if (dark) {
      found.putAll(block(css, css.indexOf(":root[data-theme=\"dark\"]")));
    }
    return found;
  }

  private static Map<String, Color> block(String css, int from) {
    Map<String, Color> found = new LinkedHashMap<>();
    Matcher variable = VARIABLE.matcher(css.substring(from, css.indexOf('}', from)));
    while (variable.find()) {
      found.put(variable.group(1), Color.decode(variable.group(2)));
    }
    return found;
  }

  private static double ratio(Color one, Color other) {
    double a = luminance(one);
    double b = luminance(other);
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  }

  private static double luminance(Color color) {
    return 0.2126 * linear(color.getRed())
        + 0.7152 * linear(color.getGreen())
        + 0.0722 * linear(color.getBlue());
  }

  private static double linear(int channel) {
    double share = channel / 255.0;
    return share <= 0.04045 ? share / 12.92 : StrictMath.pow((share + 0.055) / 1.055, 2.4);
  }

  @Test
  void ratiosAreThoseOfTheStandard() {
    assertEquals(21, ratio(Color.BLACK, Color.WHITE), 1e-9);
    assertEquals(4.48, ratio(Color.decode("#777777"), Color.WHITE), 0.01);
    assertEquals(5.19, ratio(Tone.BLUE.on(Theme.LIGHT), Color.WHITE), 0.01);
  }

  @Test
  void bothDarkBlocksAreTheSame() {
    String css = ReportScript.resource("report.css");
    Map<String, Color> asked = block(css, css.indexOf(":root[data-theme=\"dark\"]"));
    Map<String, Color> system = block(css, css.indexOf(":root:not([data-theme=\"light\"])"));
    assertFalse(asked.isEmpty());
    assertEquals(asked, system);
    assertEquals(variables(false).keySet(), variables(true).keySet());
  }

  @Test
  void everyTextCanBeRead() {
    List<String> weak = new ArrayList<>();
    for (boolean dark : new boolean[] {false, true}) {
      Map<String, Color> colours = variables(dark);
      for (String text : List.of("ink", "muted", "fail", "pass", "warn", "link")) {
        List<String> grounds = new ArrayList<>(GROUNDS);
        // A verdict's words stand on its own ground, and so do ink and notes.
        if (List.of("fail", "pass", "warn").contains(text)) {
          grounds.add(text + "-bg");
        }
        if (List.of("ink", "muted").contains(text)) {
          grounds.addAll(List.of("fail-bg", "pass-bg", "warn-bg"));
        }
        for (String ground : grounds) {
          check(weak, dark, text, colours.get(text), ground, colours.get(ground), TEXT);
        }
      }
    }
    for (Theme theme : Theme.values()) {
      boolean dark = theme == Theme.DARK;
      check(weak, dark, "ink", theme.ink(), "chart", theme.background(), TEXT);
      check(weak, dark, "muted", theme.muted(), "chart", theme.background(), TEXT);
    }
    assertEquals(List.of(), weak);
  }

  @Test
  void everyGraphicCanBeSeen() {
    List<String> weak = new ArrayList<>();
    for (Theme theme : Theme.values()) {
      boolean dark = theme == Theme.DARK;
      Map<String, Color> colours = variables(dark);
      for (Tone tone : Tone.values()) {
        check(weak, dark, tone.name(), tone.on(theme), "chart", theme.background(), GRAPHICS);
        check(weak, dark, tone.name(), tone.on(theme), "card", colours.get("card"), GRAPHICS);
      }
      for (String line : List.of("spark-a", "spark-b", "muted", "link")) {
        check(weak, dark, line, colours.get(line), "card", colours.get("card"), GRAPHICS);
      }
      // What frames a verdict and is not a variable.
      for (String edge : List.of("#d55e00", "#009e73", "#b87f00")) {
        assertTrue(ReportScript.resource("report.css").contains(edge), edge);
        check(weak, dark, edge, Color.decode(edge), "card", colours.get("card"), GRAPHICS);
      }
    }
    assertEquals(List.of(), weak);
  }

  /** A new literal colour of text would pass by the variables that are checked here. */
  @Test
  void textIsColouredByVariablesOnly() {
    String css = ReportScript.resource("report.css").replaceAll("(?s)/\\*.*?\\*/", "");
    Matcher literal = Pattern.compile("[;{\\s]color:\\s*+(?!var\\()([^;}]+)").matcher(css);
    List<String> found = new ArrayList<>();
    while (literal.find()) {
      found.add(literal.group(1));
    }
    assertEquals(List.of(), found);
  }

  private static void check(
      List<String> weak,
      boolean dark,
      String name,
      Color color,
      String ground,
      Color on,
      double least) {
    double ratio = ratio(color, on);
    if (!(ratio >= least)) {
      weak.add(String.format(
          "%s: %s on %s is %.2f to 1, needs %.1f",
          dark ? "dark" : "light", name, ground, ratio, least));
    }
  }
}
