package dev.headroom.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;

/**
 * Cost against p99: filled points keep the objectives, hollow ones do not; a line joins those that
 * none beats in both. Settings whose p99 is a failed request lie in a strip above the scale.
 */
final class SweepParetoChart {
  static final String TITLE = "Cost against p99 latency";
  private static final int LABELS_MAX = 12;
  private static final int TICKS = 9;

  private final JsonNode sweep;
  private final String cost;
  private final String latency;
  private final List<Point> points = new ArrayList<>();

  private record Point(
      String values, double cost, double p99, boolean feasible, boolean frontier, boolean best) {}

  SweepParetoChart(JsonNode sweep) {
    this.sweep = sweep;
    this.cost = sweep.get("cost").asText();
    this.latency = sweep.get("latency").asText();
    JsonNode cheapest = sweep.at("/verdict/cheapest");
    for (JsonNode setting : sweep.get("settings")) {
      double x = SweepFrame.mean(setting, cost);
      double y = SweepFrame.mean(setting, latency);
      if (x > 0 && x < Double.POSITIVE_INFINITY && !Double.isNaN(y)) {
        List<String> values = new ArrayList<>();
        setting.get("values").forEach(value -> values.add(value.asText()));
        points.add(new Point(
            String.join(", ", values),
            x,
            y,
            setting.get("feasible").asBoolean(),
            setting.get("frontier").asBoolean(),
            setting.get("setting").equals(cheapest)));
      }
    }
  }

  boolean hasPoints() {
    return !points.isEmpty();
  }

  void paint(Graphics2D g, ChartSize size) {
    SweepFrame frame = new SweepFrame(g, size, sweep, TITLE);
    float font = size.font();
    legend(g, frame, font);
    double stripTop = font * 4.6;
    boolean strip = points.stream().anyMatch(point -> Double.isInfinite(point.p99()));
    double top = strip ? stripTop + font * 2.2 : stripTop;
    Rectangle2D plot = new Rectangle2D.Double(
        font * 5.2, top, size.width() - font * 11, size.height() - top - font * 4.6);
    double[] finite =
        points.stream().mapToDouble(Point::p99).filter(Double::isFinite).toArray();
    LogScale across = costs(plot);
    LogScale up = new LogScale(
        finite.length == 0 ? 1 : Math.max(1e-3, least(finite)),
        finite.length == 0 ? 1000 : most(finite),
        plot.getMaxY(),
        plot.getMinY(),
        true);
    axes(frame, plot, across, up, font);
    if (strip) {
      Rectangle2D box =
          new Rectangle2D.Double(plot.getMinX(), stripTop, plot.getWidth(), font * 1.8);
      frame.brush().fill(g, box, Tone.GREY, Panel.Texture.HATCH);
      frame.text(
          "fails",
          plot.getMinX() - font * 0.5,
          stripTop + font * 1.25,
          Text.Anchor.END,
          0.95f,
          false,
          true);
    }
    limits(g, frame, plot, up, font);
    frontier(g, frame, across, up);
    for (Point point : points) {
      double y = Double.isInfinite(point.p99())
          ? stripTop + font * 0.9
          : up.place(Math.max(1e-3, point.p99()));
      point(g, frame, point, across.place(point.cost()), y, font);
    }
    labels(frame, across, up, font);
  }

  /** Close around the values, unless too few round numbers lie between them. */
  private LogScale costs(Rectangle2D plot) {
    double[] costs = points.stream().mapToDouble(Point::cost).toArray();
    LogScale close =
        new LogScale(least(costs) * 0.9, most(costs) * 1.15, plot.getMinX(), plot.getMaxX(), false);
    return close.ticks(TICKS).size() >= 2
        ? close
        : new LogScale(least(costs), most(costs), plot.getMinX(), plot.getMaxX(), true);
  }

  private void legend(Graphics2D g, SweepFrame frame, float font) {
    double y = font * 3.2;
    double x = font * 1.4;
    for (String entry : List.of(
        "keeps the objectives",
        "violates one",
        "frontier: none is both" + " cheaper and faster",
        "cheapest within the objectives")) {
      boolean last = entry.startsWith("cheapest");
      if (entry.startsWith("frontier")) {
        g.setPaint(frame.brush().color(Tone.INK));
        g.setStroke(frame.brush().stroke(Panel.Dash.MEDIUM));
        g.draw(new Line2D.Double(x - font * 0.5, y - font * 0.3, x + font * 0.5, y - font * 0.3));
      } else {
        point(
            g,
            frame,
            new Point("", 1, 1, !entry.startsWith("violates"), false, last),
            x,
            y - font * 0.3,
            font);
      }
      frame.text(entry, x + font * 1.1, y, Text.Anchor.START, 0.9f, false, false);
      x += font * 3 + frame.width(entry, 0.9f, false);
    }
  }

  private void point(Graphics2D g, SweepFrame frame, Point point, double x, double y, float font) {
    double r = font * (point.frontier() || point.best() ? 0.42 : 0.32);
    Ellipse2D dot = new Ellipse2D.Double(x - r, y - r, 2 * r, 2 * r);
    if (point.feasible()) {
      g.setPaint(frame.brush().color(Tone.BLUE));
      g.fill(dot);
    } else {
      g.setPaint(SweepFrame.THEME.background());
      g.fill(dot);
      g.setPaint(frame.brush().color(Tone.VERMILLION));
      g.setStroke(frame.brush().stroke(Panel.Dash.MEDIUM));
      g.draw(dot);
    }
    if (point.best()) {
      double ring = r * 1.9;
      g.setPaint(frame.brush().color(Tone.INK));
      g.setStroke(frame.brush().stroke(Panel.Dash.MEDIUM));
      g.draw(new Ellipse2D.Double(x - ring, y - ring, 2 * ring, 2 * ring));
    }
  }

  private void axes(SweepFrame frame, Rectangle2D plot, LogScale across, LogScale up, float font) {
    for (double tick : across.ticks(TICKS)) {
      double x = across.place(tick);
      frame.gridLine(x, plot.getMinY(), x, plot.getMaxY());
      frame.text(
          Numbers.money(tick, "USD"),
          x,
          plot.getMaxY() + font * 1.4,
          Text.Anchor.MIDDLE,
          0.95f,
          false,
          true);
    }
    for (double tick : up.ticks(TICKS)) {
      double y = up.place(tick);
      frame.gridLine(plot.getMinX(), y, plot.getMaxX(), y);
      frame.text(
          Numbers.milliseconds(tick),
          plot.getMinX() - font * 0.5,
          y + font * 0.35,
          Text.Anchor.END,
          0.95f,
          false,
          true);
    }
    if (latency.contains("completed")) {
      frame.text(
          "p99 of completed requests alone: no setting has fewer than 1 % failures",
          plot.getMinX() + font * 0.5,
          plot.getMinY() + font * 1.3,
          Text.Anchor.START,
          0.85f,
          false,
          true);
    }
    frame.text(
        cost.equals("cost.month") ? "cost a month" : "cost of this traffic",
        plot.getMaxX(),
        plot.getMaxY() + font * 2.8,
        Text.Anchor.END,
        0.9f,
        false,
        true);
  }

  private void limits(Graphics2D g, SweepFrame frame, Rectangle2D plot, LogScale up, float font) {
    for (JsonNode objective : sweep.get("objectives")) {
      if (objective.get("measure").asText().equals(latency)
          && !objective.get("limit").isNull()) {
        double y = up.place(objective.get("limit").asDouble());
        if (y > plot.getMinY() && y < plot.getMaxY()) {
          g.setPaint(frame.brush().color(Tone.VERMILLION));
          g.setStroke(frame.brush().stroke(Panel.Dash.DASHED));
          g.draw(new Line2D.Double(plot.getMinX(), y, plot.getMaxX(), y));
          frame.text(
              "limit " + Numbers.milliseconds(objective.get("limit").asDouble()),
              plot.getMaxX() + font * 0.4,
              y + font * 0.35,
              Text.Anchor.START,
              0.85f,
              false,
              false);
        }
      }
    }
  }

  private List<Point> byCost() {
    return points.stream()
        .filter(Point::frontier)
        .sorted((one, other) -> Double.compare(one.cost(), other.cost()))
        .toList();
  }

  private void frontier(Graphics2D g, SweepFrame frame, LogScale across, LogScale up) {
    Path2D line = new Path2D.Double();
    for (Point point : byCost()) {
      double x = across.place(point.cost());
      double y = up.place(Math.max(1e-3, point.p99()));
      if (line.getCurrentPoint() == null) {
        line.moveTo(x, y);
      } else {
        // What costs something in between is as slow as the cheaper neighbour.
        line.lineTo(x, line.getCurrentPoint().getY());
        line.lineTo(x, y);
      }
    }
    g.setPaint(frame.brush().color(Tone.INK));
    g.setStroke(frame.brush().stroke(Panel.Dash.MEDIUM));
    g.draw(line);
  }

  /** The values of the settings on the frontier, where no other label stands already. */
  private void labels(SweepFrame frame, LogScale across, LogScale up, float font) {
    List<Rectangle2D> taken = new ArrayList<>();
    List<Point> order = new ArrayList<>(points.stream().filter(Point::best).toList());
    byCost().stream().filter(point -> !point.best()).forEach(order::add);
    for (Point point : order) {
      if (Double.isInfinite(point.p99()) || taken.size() == LABELS_MAX) {
        continue;
      }
      double x = across.place(point.cost()) + font * 0.9;
      double y = up.place(Math.max(1e-3, point.p99())) - font * 0.6;
      Rectangle2D box = new Rectangle2D.Double(
          x, y - font, frame.width(point.values(), 0.85f, point.best()), font * 1.2);
      if (taken.stream().noneMatch(box::intersects)) {
        taken.add(box);
        frame.text(point.values(), x, y, Text.Anchor.START, 0.85f, point.best(), false);
      }
    }
    List<String> names = new ArrayList<>();
    sweep.get("axes").forEach(axis -> names.add(axis.get("label").asText()));
    frame.text(
        "labels: " + String.join(", ", names),
        font * 5.2,
        font * 4.3,
        Text.Anchor.START,
        0.85f,
        false,
        true);
  }

  private static double least(double[] values) {
    double least = values[0];
    for (double value : values) {
      least = Math.min(least, value);
    }
    return least;
  }

  private static double most(double[] values) {
    double most = values[0];
    for (double value : values) {
      most = Math.max(most, value);
    }
    return most;
  }
}
