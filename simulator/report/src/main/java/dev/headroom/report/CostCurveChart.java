package dev.headroom.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Cost over multiples of the traffic, a line for each scenario of a comparison. Stretches in which
 * one violates an objective lie in a hatched ribbon with a cross at what was simulated, so that
 * they are not told by colour alone.
 */
public final class CostCurveChart {
  private static final List<Tone> TONES =
      List.of(Tone.BLUE, Tone.GREEN, Tone.PURPLE, Tone.OCHRE, Tone.SKY, Tone.GREY, Tone.INK);
  private static final List<Panel.Dash> DASHES =
      List.of(Panel.Dash.MEDIUM, Panel.Dash.DASHED, Panel.Dash.DOTTED, Panel.Dash.THICK);
  private static final String TITLE = "Cost over traffic";
  private static final int NAME_LETTERS = 24;

  private final JsonNode document;
  private final List<Double> multiples = new ArrayList<>();
  private final List<Curve> curves = new ArrayList<>();
  private ChartSize size;
  private Brush brush;
  private Theme theme;
  private float font;
  private LogScale across;
  private LogScale up;

  /** NaN where a cost is not known. */
  private record Curve(String name, Tone tone, Panel.Dash dash, double[] costs, boolean[] broken) {}

  private CostCurveChart(JsonNode document) {
    this.document = document;
    JsonNode points = document.at("/scale/points");
    points.forEach(point -> multiples.add(point.get("multiple").asDouble()));
    JsonNode contenders = document.get("contenders");
    for (int c = 0; c < contenders.size(); c++) {
      double[] costs = new double[points.size()];
      boolean[] broken = new boolean[points.size()];
      for (int p = 0; p < costs.length; p++) {
        JsonNode at = points.get(p).get("contenders").get(c);
        double cost = at.get("cost").isNull() ? Double.NaN : at.get("cost").asDouble();
        costs[p] = cost > 0 ? cost : Double.NaN;
        broken[p] = at.get("verdict").asText().equals("fail");
      }
      curves.add(new Curve(
          Escape.shorten(contenders.get(c).get("name").asText(), NAME_LETTERS),
          TONES.get(c % TONES.size()),
          DASHES.get(c % DASHES.size()),
          costs,
          broken));
    }
  }

  /**
   * Writes {@code charts/cost-over-traffic.png} and {@code .svg}; nothing where no cost is known.
   *
   * @param document of a comparison with multiples of the traffic
   * @param dir the folder of the result
   * @throws dev.headroom.core.UserError where it cannot be written or there is no font (exit 4)
   */
  public static void write(JsonNode document, Path dir) {
    CostCurveChart chart = new CostCurveChart(document);
    if (!(chart.highest() > 0)) {
      return;
    }
    Fonts.require();
    Path folder = OutputFile.folder(dir.resolve("charts"));
    OutputFile.write(
        folder.resolve("cost-over-traffic.png"),
        PngImage.of(ChartSize.PICTURE, g -> chart.paint(g, ChartSize.PICTURE, Theme.LIGHT)));
    OutputFile.write(
        folder.resolve("cost-over-traffic.svg"),
        SvgImage.file(SvgImage.of(
            ChartSize.WIDE,
            g -> chart.paint(g, ChartSize.WIDE, Theme.LIGHT),
            "cost-over-traffic-",
            TITLE,
            chart.description())));
  }

  private double highest() {
    double highest = Double.NaN;
    for (Curve curve : curves) {
      for (double cost : curve.costs()) {
        highest = cost > highest || Double.isNaN(highest) ? cost : highest;
      }
    }
    return highest;
  }

  private double lowest() {
    double lowest = highest();
    for (Curve curve : curves) {
      for (double cost : curve.costs()) {
        lowest = cost < lowest ? cost : lowest;
      }
    }
    return lowest;
  }

  /** The sentences are the picture in words. */
  private String description() {
    List<String> sentences = new ArrayList<>();
    document.at("/verdict/sentences").forEach(sentence -> sentences.add(sentence.asText()));
    return String.join(" ", sentences);
  }

  private void paint(Graphics2D g, ChartSize at, Theme in) {
    size = at;
    theme = in;
    font = size.font();
    brush = new Brush(theme, font);
    g.setPaint(theme.background());
    g.fill(new Rectangle2D.Double(0, 0, size.width(), size.height()));
    double top = legend(g);
    g.setFont(PanelPainter.font(font * 0.9f, false));
    g.setPaint(theme.muted());
    String unit = document.at("/scale/cost").asText().equals("cost.month")
        ? "US dollars a month"
        : "US dollars for this traffic";
    Text.draw(g, unit + ", logarithmic", font * 0.8, top + font * 1.15, Text.Anchor.START);
    footer(g);
    double plotTop = Math.round(top + font * 2.15);
    double right = Math.max(size.right(), longestName(g) + font * 1.6);
    Rectangle2D data = new Rectangle2D.Double(
        size.left(),
        plotTop,
        size.width() - size.left() - right,
        size.height() - plotTop - Math.round(font * 3.4));
    across = new LogScale(
        multiples.get(0),
        multiples.get(multiples.size() - 1),
        data.getMinX(),
        data.getMaxX(),
        false);
    up = new LogScale(lowest(), highest(), data.getMaxY(), data.getMinY(), true);
    grid(g, data);
    for (int c = 0; c < curves.size(); c++) {
      ribbon(g, curves.get(c));
    }
    for (Curve curve : curves) {
      line(g, curve);
    }
    crossovers(g, data);
    names(g, data);
  }

  private double longestName(Graphics2D g) {
    g.setFont(PanelPainter.font(font * 0.95f, true));
    return curves.stream()
        .mapToDouble(curve -> Text.width(g, curve.name()))
        .max()
        .orElse(0);
  }

  private double legend(Graphics2D g) {
    double y = font * 1.5;
    double x = font * 0.8;
    g.setFont(PanelPainter.font(font * 1.15f, true));
    g.setPaint(theme.ink());
    Text.draw(g, TITLE, x, y, Text.Anchor.START);
    x += Text.width(g, TITLE) + font * 1.6;
    g.setFont(PanelPainter.font(font * 0.95f, false));
    Rectangle2D box = new Rectangle2D.Double(x, y - font * 0.78, font * 1.6, font * 0.9);
    brush.fill(g, box, Tone.VERMILLION, Panel.Texture.HATCH);
    cross(g, box.getCenterX(), box.getCenterY());
    g.setPaint(theme.ink());
    Text.draw(
        g,
        "an objective is violated (simulated at the crosses)",
        x + font * 2.1,
        y,
        Text.Anchor.START);
    return y + font * 0.5;
  }

  private void footer(Graphics2D g) {
    g.setFont(PanelPainter.font(font * 0.85f, false));
    g.setPaint(theme.muted());
    double y = size.height() - font * 0.7;
    String axis = "multiple of the traffic, logarithmic";
    Text.draw(g, axis, size.width() - font * 0.8, y, Text.Anchor.END);
    long runs = document.at("/scale/points/0/runs").asLong();
    String source = document.get("name").asText() + ", " + document.get("trace").asText()
        + ", seed " + document.get("seed").asLong() + ", " + runs
        + (runs == 1 ? " day" : " days") + " at each multiple, simulated by headroom";
    double room = size.width() - font * 3 - Text.width(g, axis);
    Text.draw(g, Text.fit(g, source, room), font * 0.8, y, Text.Anchor.START);
  }

  private void grid(Graphics2D g, Rectangle2D data) {
    g.setFont(PanelPainter.font(font, false));
    for (double tick : up.ticks((int) (data.getHeight() / (font * 1.8)))) {
      double y = up.place(tick);
      g.setPaint(theme.grid());
      g.setStroke(brush.stroke(Panel.Dash.THIN));
      g.draw(new Line2D.Double(data.getMinX(), y, data.getMaxX(), y));
      g.setPaint(theme.muted());
      Text.draw(
          g,
          Numbers.money(tick, "USD"),
          data.getMinX() - font * 0.5,
          y + font * 0.35,
          Text.Anchor.END);
    }
    for (double tick : across.ticks((int) (data.getWidth() / (font * 4)))) {
      double x = across.place(tick);
      g.setPaint(theme.muted());
      Text.draw(
          g, Numbers.significant(tick) + "x", x, data.getMaxY() + font * 1.35, Text.Anchor.MIDDLE);
    }
    g.setPaint(brush.color(Tone.GREY));
    g.setStroke(brush.stroke(Panel.Dash.THIN));
    g.draw(new Line2D.Double(data.getMinX(), data.getMaxY(), data.getMaxX(), data.getMaxY()));
  }

  /** Around each point at which objectives break, half the way to its neighbours. */
  private void ribbon(Graphics2D g, Curve curve) {
    double half = font * 0.62;
    for (int p = 0; p < multiples.size(); p++) {
      if (!curve.broken()[p] || Double.isNaN(curve.costs()[p])) {
        continue;
      }
      double[] x = {middleX(p, p - 1), across.place(multiples.get(p)), middleX(p, p + 1)};
      double[] y = {middleY(curve, p, p - 1), up.place(curve.costs()[p]), middleY(curve, p, p + 1)};
      Path2D.Double shape = new Path2D.Double();
      shape.moveTo(x[0], y[0] - half);
      shape.lineTo(x[1], y[1] - half);
      shape.lineTo(x[2], y[2] - half);
      shape.lineTo(x[2], y[2] + half);
      shape.lineTo(x[1], y[1] + half);
      shape.lineTo(x[0], y[0] + half);
      shape.closePath();
      brush.fill(g, shape, Tone.VERMILLION, Panel.Texture.HATCH);
    }
  }

  private double middleX(int p, int neighbour) {
    double here = across.place(multiples.get(p));
    return neighbour < 0 || neighbour == multiples.size()
        ? here
        : (here + across.place(multiples.get(neighbour))) / 2;
  }

  private double middleY(Curve curve, int p, int neighbour) {
    double here = up.place(curve.costs()[p]);
    boolean none =
        neighbour < 0 || neighbour == multiples.size() || Double.isNaN(curve.costs()[neighbour]);
    return none ? here : (here + up.place(curve.costs()[neighbour])) / 2;
  }

  private void line(Graphics2D g, Curve curve) {
    Path2D.Double path = new Path2D.Double();
    boolean pen = false;
    for (int p = 0; p < multiples.size(); p++) {
      boolean known = !Double.isNaN(curve.costs()[p]);
      if (known) {
        double x = across.place(multiples.get(p));
        double y = up.place(curve.costs()[p]);
        if (pen) {
          path.lineTo(x, y);
        } else {
          path.moveTo(x, y);
        }
      }
      pen = known;
    }
    g.setPaint(brush.color(curve.tone()));
    g.setStroke(brush.stroke(curve.dash()));
    g.draw(path);
    for (int p = 0; p < multiples.size(); p++) {
      if (Double.isNaN(curve.costs()[p])) {
        continue;
      }
      double x = across.place(multiples.get(p));
      double y = up.place(curve.costs()[p]);
      if (curve.broken()[p]) {
        cross(g, x, y);
      } else {
        g.setPaint(brush.color(curve.tone()));
        g.fill(new Ellipse2D.Double(x - font * 0.22, y - font * 0.22, font * 0.44, font * 0.44));
      }
    }
  }

  private void cross(Graphics2D g, double x, double y) {
    double arm = font * 0.34;
    g.setPaint(brush.color(Tone.VERMILLION));
    g.setStroke(brush.stroke(Panel.Dash.MEDIUM));
    g.draw(new Line2D.Double(x - arm, y - arm, x + arm, y + arm));
    g.draw(new Line2D.Double(x - arm, y + arm, x + arm, y - arm));
  }

  /** Where the cheapest changes: an upright line with the multiples between which it does. */
  private void crossovers(Graphics2D g, Rectangle2D data) {
    for (JsonNode crossing : document.at("/scale/crossovers")) {
      if (crossing.get("from").isNull() || crossing.get("to").isNull()) {
        continue;
      }
      double from = crossing.get("from").asDouble();
      double to = crossing.get("to").asDouble();
      double x = across.place(Math.sqrt(from * to));
      g.setPaint(theme.muted());
      g.setStroke(brush.stroke(Panel.Dash.DOTTED));
      g.draw(new Line2D.Double(x, data.getMinY(), x, data.getMaxY()));
      String label =
          "crossover " + Numbers.significant(from) + "x to " + Numbers.significant(to) + "x";
      g.setFont(PanelPainter.font(font * 0.85f, false));
      double width = Text.width(g, label);
      // At the foot, where costs that rise with the traffic leave room.
      double foot = data.getMaxY() - font * 0.6;
      double right = x + font * 0.4;
      double at = right + width > data.getMaxX() ? x - font * 0.4 - width : right;
      Color plate = theme.background();
      g.setPaint(new Color(plate.getRed(), plate.getGreen(), plate.getBlue(), 200));
      g.fill(new Rectangle2D.Double(at - 2, foot - font * 0.85, width + 4, font * 1.1));
      g.setPaint(theme.ink());
      Text.draw(g, label, at, foot, Text.Anchor.START);
    }
  }

  /** At the lines' right ends, moved apart where they would lie on each other. */
  private void names(Graphics2D g, Rectangle2D data) {
    g.setFont(PanelPainter.font(font * 0.95f, true));
    List<Curve> ordered = new ArrayList<>(curves);
    int last = multiples.size() - 1;
    ordered.removeIf(curve -> Double.isNaN(curve.costs()[last]));
    ordered.sort((one, other) -> Double.compare(other.costs()[last], one.costs()[last]));
    double lowest = data.getMinY() - font;
    for (Curve curve : ordered) {
      double y = Math.max(up.place(curve.costs()[last]) + font * 0.35, lowest + font * 1.15);
      lowest = y;
      g.setPaint(brush.color(curve.tone()));
      Text.draw(g, curve.name(), data.getMaxX() + font * 0.7, y, Text.Anchor.START);
    }
  }
}
