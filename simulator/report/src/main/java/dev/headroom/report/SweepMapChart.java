package dev.headroom.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Two paths against each other, a field for each pair of values, a map for each combination of the
 * other paths: p99 with the boundary of what keeps the objectives, or what became of the run after
 * its worst time. Letters, hatching and lines say what colour says.
 */
final class SweepMapChart {
  private static final int FACETS_MAX = 6;
  private static final int VALUES_MAX = 60;

  /** What a map shows. */
  enum Kind {
    HEAT("heat-map", "p99 latency over two settings"),
    AFTERMATH("metastable-map", "After the spike: does it recover?");

    private final String fileName;
    private final String title;

    Kind(String fileName, String title) {
      this.fileName = fileName;
      this.title = title;
    }

    String fileName() {
      return fileName;
    }

    String title() {
      return title;
    }
  }

  private final JsonNode sweep;
  private final Kind kind;
  private final int across;
  private final int up;
  private final List<List<String>> values = new ArrayList<>();
  /** Combinations of the other paths, each with its fields by place. */
  private final Map<String, Map<String, JsonNode>> facets = new LinkedHashMap<>();

  private double least = Double.POSITIVE_INFINITY;
  private double most;

  /** A map of the sweep, or null where it has none. */
  static SweepMapChart of(JsonNode sweep, Kind kind) {
    if (sweep.get("sample").asBoolean() || sweep.get("axes").size() < 2) {
      return null;
    }
    SweepMapChart map = new SweepMapChart(sweep, kind);
    boolean small = map.facets.size() <= FACETS_MAX
        && map.values.get(map.across).size() <= VALUES_MAX
        && map.values.get(map.up).size() <= VALUES_MAX;
    return small && (kind == Kind.HEAT ? !map.isUnknown() : map.tells()) ? map : null;
  }

  private SweepMapChart(JsonNode sweep, Kind kind) {
    this.sweep = sweep;
    this.kind = kind;
    for (JsonNode axis : sweep.get("axes")) {
      List<String> all = new ArrayList<>();
      axis.get("values").forEach(value -> all.add(value.asText()));
      values.add(all);
    }
    int first = longest(-1);
    int second = longest(first);
    across = values.get(first).size() >= values.get(second).size() ? first : second;
    up = across == first ? second : first;
    List<JsonNode> settings = new ArrayList<>();
    sweep.get("settings").forEach(settings::add);
    settings.sort((one, other) ->
        Integer.compare(one.get("setting").asInt(), other.get("setting").asInt()));
    for (JsonNode setting : settings) {
      facets
          .computeIfAbsent(facet(setting), none -> new HashMap<>())
          .put(
              setting.get("values").get(across).asText() + "\t"
                  + setting.get("values").get(up).asText(),
              setting);
      double p99 = SweepFrame.mean(setting, sweep.get("latency").asText());
      if (Double.isFinite(p99)) {
        least = Math.min(least, p99);
        most = Math.max(most, p99);
      }
    }
  }

  private int longest(int but) {
    int longest = -1;
    for (int a = 0; a < values.size(); a++) {
      if (a != but && (longest < 0 || values.get(a).size() > values.get(longest).size())) {
        longest = a;
      }
    }
    return longest;
  }

  private String facet(JsonNode setting) {
    List<String> parts = new ArrayList<>();
    for (int a = 0; a < values.size(); a++) {
      if (a != across && a != up) {
        parts.add(label(a) + " = " + setting.get("values").get(a).asText());
      }
    }
    return String.join(", ", parts);
  }

  private String label(int axis) {
    return sweep.get("axes").get(axis).get("label").asText();
  }

  /** Whether no setting has a latency that could be shaded. */
  private boolean isUnknown() {
    return !(most > 0);
  }

  /** Whether some setting has an end that is worth a map. */
  private boolean tells() {
    for (JsonNode setting : sweep.get("settings")) {
      String end = setting.get("aftermath").asText();
      if (!end.equals("calm") && !end.equals("trace-ended")) {
        return true;
      }
    }
    return false;
  }

  void paint(Graphics2D g, ChartSize size) {
    SweepFrame frame = new SweepFrame(g, size, sweep, kind.title());
    float font = size.font();
    double top = kind == Kind.HEAT ? heatKey(g, frame, font) : endKey(g, frame, font);
    int columns = Math.min(3, facets.size());
    int rows = (facets.size() + columns - 1) / columns;
    double width = (size.width() - font * 1.6) / columns;
    double height = (size.height() - top - font * 1.8) / rows;
    int at = 0;
    for (Map.Entry<String, Map<String, JsonNode>> facet : facets.entrySet()) {
      int row = at / columns;
      int column = at % columns;
      Rectangle2D box =
          new Rectangle2D.Double(font * 0.8 + column * width, top + row * height, width, height);
      map(g, frame, facet.getKey(), facet.getValue(), box, font);
      at++;
    }
  }

  private double heatKey(Graphics2D g, SweepFrame frame, float font) {
    double x = font * 1.2;
    double y = font * 3.2;
    for (int i = 0; i < 5; i++) {
      g.setPaint(shade(i / 4.0));
      g.fill(new Rectangle2D.Double(x + i * font * 1.4, y - font * 0.8, font * 1.4, font));
    }
    String range = Numbers.milliseconds(least) + " to " + Numbers.milliseconds(most)
        + (sweep.get("latency").asText().contains("completed") ? " (completed requests)" : "");
    frame.text(range, x + font * 7.6, y, Text.Anchor.START, 0.9f, false, false);
    x += font * 9.5 + frame.width(range, 0.9f, false);
    Rectangle2D box = new Rectangle2D.Double(x, y - font * 0.8, font * 1.6, font);
    frame.brush().fill(g, box, Tone.VERMILLION, Panel.Texture.HATCH);
    frame.text("violates an objective", x + font * 2, y, Text.Anchor.START, 0.9f, false, false);
    x += font * 4 + frame.width("violates an objective", 0.9f, false);
    g.setPaint(frame.brush().color(Tone.INK));
    g.setStroke(frame.brush().stroke(Panel.Dash.THICK));
    g.draw(new Line2D.Double(x, y - font * 0.3, x + font * 1.6, y - font * 0.3));
    frame.text(
        "boundary of what keeps them", x + font * 2, y, Text.Anchor.START, 0.9f, false, false);
    return font * 4;
  }

  private double endKey(Graphics2D g, SweepFrame frame, float font) {
    double x = font * 1.2;
    double y = font * 3.2;
    for (Map.Entry<String, String> end : ENDS.entrySet()) {
      Rectangle2D box = new Rectangle2D.Double(x, y - font * 0.85, font * 1.3, font * 1.1);
      fillEnd(g, frame, end.getKey(), box);
      frame.text(
          LETTERS.get(end.getKey()), x + font * 0.65, y, Text.Anchor.MIDDLE, 0.9f, true, false);
      frame.text(end.getValue(), x + font * 1.7, y, Text.Anchor.START, 0.85f, false, false);
      x += font * 3 + frame.width(end.getValue(), 0.85f, false);
      if (x > font * 58) {
        x = font * 1.2;
        y += font * 1.6;
      }
    }
    return y + font;
  }

  private static final Map<String, String> ENDS = new LinkedHashMap<>();
  private static final Map<String, String> LETTERS = new LinkedHashMap<>();

  static {
    end("calm", "\u00b7", "nothing to recover from");
    end("recovered", "R", "recovers");
    end("self-sustaining", "M", "metastable: stays down at a load it serves without the spike");
    end("overloaded", "O", "overloaded without the spike as well");
    end("not-recovered", "N", "does not recover, cause unknown");
    end("trace-ended", "?", "traffic ends first");
  }

  private static void end(String name, String letter, String meaning) {
    ENDS.put(name, meaning);
    LETTERS.put(name, letter);
  }

  private static void fillEnd(Graphics2D g, SweepFrame frame, String end, Rectangle2D box) {
    switch (end) {
      case "recovered" -> frame.brush().fill(g, box, Tone.GREEN, Panel.Texture.SOFT);
      case "self-sustaining" -> frame.brush().fill(g, box, Tone.VERMILLION, Panel.Texture.HATCH);
      case "overloaded" -> frame.brush().fill(g, box, Tone.PURPLE, Panel.Texture.COUNTER_HATCH);
      case "not-recovered" -> frame.brush().fill(g, box, Tone.OCHRE, Panel.Texture.SOFT);
      default -> frame.brush().fill(g, box, Tone.GREY, Panel.Texture.HATCH);
    }
  }

  /** Light to dark, so that it reads in grey as well. */
  private static Color shade(double share) {
    double s = Math.max(0, Math.min(1, share));
    return new Color((int) (235 - 175 * s), (int) (243 - 120 * s), (int) (250 - 65 * s));
  }

  private void map(
      Graphics2D g,
      SweepFrame frame,
      String title,
      Map<String, JsonNode> fields,
      Rectangle2D box,
      float font) {
    List<String> columns = values.get(across);
    List<String> rows = values.get(up);
    double names = 0;
    for (String row : rows) {
      names = Math.max(names, frame.width(row, 0.85f, false));
    }
    double left = box.getMinX() + names + font * 1.2;
    double top = box.getMinY() + font * (title.isEmpty() ? 1.7 : 3.1);
    double width = (box.getMaxX() - font - left) / columns.size();
    double height = (box.getMaxY() - font * 2.9 - top) / rows.size();
    frame.text(
        title, box.getMinX(), box.getMinY() + font * 1.1, Text.Anchor.START, 0.9f, true, false);
    frame.text(
        label(up) + " (down)",
        box.getMinX(),
        top - font * 0.5,
        Text.Anchor.START,
        0.85f,
        false,
        true);
    frame.text(
        label(across) + " (across)",
        box.getMaxX() - font,
        box.getMaxY() - font * 0.35,
        Text.Anchor.END,
        0.85f,
        false,
        true);
    for (int r = 0; r < rows.size(); r++) {
      if (height > font || r % 2 == 0) {
        frame.text(
            rows.get(r),
            left - font * 0.5,
            top + (r + 0.5) * height + font * 0.3,
            Text.Anchor.END,
            0.85f,
            false,
            true);
      }
      for (int c = 0; c < columns.size(); c++) {
        JsonNode setting = fields.get(columns.get(c) + "\t" + rows.get(r));
        field(
            g,
            frame,
            setting,
            new Rectangle2D.Double(left + c * width, top + r * height, width, height),
            font);
      }
    }
    columnNames(frame, columns, left, width, top + rows.size() * height + font * 1.2, font);
    if (kind == Kind.HEAT) {
      boundary(g, frame, fields, left, top, width, height);
    }
  }

  /** The values across, as many as there is room for. */
  private static void columnNames(
      SweepFrame frame,
      List<String> columns,
      double left,
      double width,
      double baseline,
      float font) {
    double end = -1;
    for (int c = 0; c < columns.size(); c++) {
      double x = left + (c + 0.5) * width;
      double half = frame.width(columns.get(c), 0.85f, false) / 2;
      if (x - half > end) {
        frame.text(columns.get(c), x, baseline, Text.Anchor.MIDDLE, 0.85f, false, true);
        end = x + half + font * 0.4;
      }
    }
  }

  private void field(
      Graphics2D g, SweepFrame frame, JsonNode setting, Rectangle2D box, float font) {
    if (setting == null) {
      frame.text(
          "-",
          box.getCenterX(),
          box.getCenterY() + font * 0.3,
          Text.Anchor.MIDDLE,
          0.8f,
          false,
          true);
      return;
    }
    String text;
    if (kind == Kind.AFTERMATH) {
      String end = setting.get("aftermath").asText();
      fillEnd(g, frame, end, box);
      text = LETTERS.get(end);
    } else {
      double p99 = SweepFrame.mean(setting, sweep.get("latency").asText());
      double span = StrictMath.log(most / least);
      g.setPaint(
          Double.isFinite(p99)
              ? shade(span > 0 ? StrictMath.log(p99 / least) / span : 0)
              : SweepFrame.THEME.background());
      g.fill(box);
      if (!setting.get("feasible").asBoolean()) {
        frame.brush().fill(g, box, Tone.VERMILLION, Panel.Texture.HATCH);
      }
      text = Double.isFinite(p99)
          ? Numbers.milliseconds(p99)
          : Double.isInfinite(p99) ? "fails" : "n/a";
    }
    g.setPaint(SweepFrame.THEME.background());
    g.setStroke(frame.brush().stroke(Panel.Dash.THIN));
    g.draw(box);
    double wide = frame.width(text, 0.8f, true);
    if (wide < box.getWidth() * 0.95 && box.getHeight() > font * 0.9) {
      if (kind == Kind.HEAT) {
        // Over hatching and dark shades only a plate keeps it legible.
        g.setPaint(new Color(255, 255, 255, 200));
        g.fill(new Rectangle2D.Double(
            box.getCenterX() - wide / 2 - 2, box.getCenterY() - font * 0.5, wide + 4, font));
      }
      frame.text(
          text,
          box.getCenterX(),
          box.getCenterY() + font * 0.3,
          Text.Anchor.MIDDLE,
          0.8f,
          kind == Kind.AFTERMATH,
          false);
    }
  }

  private void boundary(
      Graphics2D g,
      SweepFrame frame,
      Map<String, JsonNode> fields,
      double left,
      double top,
      double width,
      double height) {
    List<String> columns = values.get(across);
    List<String> rows = values.get(up);
    g.setPaint(frame.brush().color(Tone.INK));
    g.setStroke(frame.brush().stroke(Panel.Dash.THICK));
    for (int r = 0; r < rows.size(); r++) {
      for (int c = 0; c < columns.size(); c++) {
        boolean here = feasible(fields, c, r);
        double x = left + c * width;
        double y = top + r * height;
        if (c + 1 < columns.size() && feasible(fields, c + 1, r) != here) {
          g.draw(new Line2D.Double(x + width, y, x + width, y + height));
        }
        if (r + 1 < rows.size() && feasible(fields, c, r + 1) != here) {
          g.draw(new Line2D.Double(x, y + height, x + width, y + height));
        }
      }
    }
  }

  private boolean feasible(Map<String, JsonNode> fields, int column, int row) {
    JsonNode setting =
        fields.get(values.get(across).get(column) + "\t" + values.get(up).get(row));
    return setting != null && setting.get("feasible").asBoolean();
  }
}
