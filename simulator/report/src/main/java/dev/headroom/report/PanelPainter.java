package dev.headroom.report;

import dev.headroom.results.SeriesTable;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.Paint;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.List;
import org.jfree.chart.axis.AxisSpace;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.DatasetRenderingOrder;
import org.jfree.chart.plot.IntervalMarker;
import org.jfree.chart.plot.SeriesRenderingOrder;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.ui.Layer;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.RectangleInsets;

/** Draws a panel at a size and in a theme; the data area depends on the size alone. */
final class PanelPainter {
  /** A limit far above the data is named, but would flatten everything if it were drawn. */
  private static final double LIMIT_REACH = 2.5;
  /** Beyond so many incidents their edges would hide the data. */
  private static final int MOST_EDGES = 12;

  private final ResultView view;
  private final Panel panel;
  private final ChartSize size;
  private final Theme theme;
  private final Brush brush;
  private final float font;

  PanelPainter(ResultView view, Panel panel, ChartSize size, Theme theme) {
    this.view = view;
    this.panel = panel;
    this.size = size;
    this.theme = theme;
    this.font = size.font();
    this.brush = new Brush(theme, font);
  }

  static Font font(float size, boolean bold) {
    return new Font(Font.SANS_SERIF, bold ? Font.BOLD : Font.PLAIN, Math.round(size));
  }

  void paint(Graphics2D g) {
    g.setPaint(theme.background());
    g.fill(new Rectangle2D.Double(0, 0, size.width(), size.height()));
    boolean incidents = !view.incidents().isEmpty();
    double top = new Legend(panel, size, theme, brush).draw(g, incidents);
    drawUnits(g, top + font * 1.15);
    drawFooter(g);
    // Whole pixels: JFreeChart rounds its data area inwards, and limits must lie on the same one.
    double plotTop = Math.round(top + font * 2.15);
    double plotHeight = size.height() - plotTop - Math.round(font * 3.4);
    Rectangle2D data = new Rectangle2D.Double(
        size.left(), plotTop, size.width() - size.left() - size.right(), plotHeight);
    drawPlot(g, data);
    if (panel.isEmpty()) {
      g.setFont(font(font, false));
      g.setPaint(theme.muted());
      Text.draw(
          g, "no values in this result", data.getCenterX(), data.getCenterY(), Text.Anchor.MIDDLE);
    }
  }

  private void drawUnits(Graphics2D g, double y) {
    g.setFont(font(font * 0.9f, false));
    g.setPaint(theme.muted());
    double room = (size.width() - font * 1.6) * (panel.rightUnit().isEmpty() ? 1 : 0.5);
    Text.draw(g, Text.fit(g, panel.unit(), room), font * 0.8, y, Text.Anchor.START);
    Text.draw(
        g, Text.fit(g, panel.rightUnit(), room), size.width() - font * 0.8, y, Text.Anchor.END);
  }

  private void drawFooter(Graphics2D g) {
    g.setFont(font(font * 0.85f, false));
    g.setPaint(theme.muted());
    double y = size.height() - font * 0.7;
    String axis = view.time().title(size.maxTimeTicks());
    if (size.narrow()) {
      axis = axis.replace("time from start ", "").replace("time of day", "time");
    }
    Text.draw(g, axis, size.width() - font * 0.8, y, Text.Anchor.END);
    double room = size.width() - font * 3 - Text.width(g, axis);
    Text.draw(g, Text.fit(g, view.sourceLine(), room), font * 0.8, y, Text.Anchor.START);
  }

  private void drawPlot(Graphics2D g, Rectangle2D data) {
    ValueAxis left = leftAxis();
    TimeScale time = view.time();
    ValueAxis domain =
        Axes.linear(time.from(), time.to(), time.ticks(size.maxTimeTicks()), theme, font);
    XYPlot plot = new XYPlot();
    plot.setInsets(RectangleInsets.ZERO_INSETS);
    plot.setAxisOffset(RectangleInsets.ZERO_INSETS);
    plot.setBackgroundPaint(null);
    plot.setOutlineVisible(false);
    plot.setDomainAxis(domain);
    plot.setRangeAxis(left);
    plot.setFixedDomainAxisSpace(space(0, 0, Math.round(font * 1.7)));
    plot.setFixedRangeAxisSpace(space(size.left(), size.right(), 0));
    BasicStroke hairline = new BasicStroke(Math.max(1f, font / 14f));
    plot.setRangeGridlinePaint(theme.grid());
    plot.setRangeGridlineStroke(hairline);
    plot.setDomainGridlinesVisible(false);
    plot.setRangeZeroBaselineVisible(false);
    addData(plot);
    for (ResultView.Incident incident : view.incidents()) {
      Paint paint = Legend.incidentPaint();
      plot.addDomainMarker(
          new IntervalMarker(
              incident.fromSeconds(), incident.toSeconds(), paint, hairline, null, null, 1f),
          Layer.BACKGROUND);
    }
    plot.draw(
        g,
        new Rectangle2D.Double(
            0, data.getMinY(), size.width(), data.getHeight() + Math.round(font * 1.7)),
        null,
        null,
        null);
    g.setPaint(brush.color(Tone.GREY));
    g.setStroke(hairline);
    g.draw(new Line2D.Double(data.getMinX(), data.getMaxY(), data.getMaxX(), data.getMaxY()));
    drawIncidentEdges(g, data, domain);
    EndLabels labels = new EndLabels(g, data, font, theme);
    drawLimits(g, data, left, labels);
    drawEndLabels(data, plot, labels);
  }

  /** Lines over each other end in their own order, which keeps the names of the first in place. */
  private void drawEndLabels(Rectangle2D data, XYPlot plot, EndLabels labels) {
    SeriesTable series = view.series();
    for (Panel.Line line : panel.lines()) {
      int last = view.binsInSight() - 1;
      while (last >= 0 && Double.isNaN(line.values()[last])) {
        last--;
      }
      ValueAxis axis = line.right() ? plot.getRangeAxis(1) : plot.getRangeAxis();
      if (last >= 0 && line.values()[last] >= axis.getLowerBound()) {
        double end = series.secondsAt(last) + series.binSeconds();
        double x = plot.getDomainAxis().valueToJava2D(end, data, RectangleEdge.BOTTOM);
        double y = axis.valueToJava2D(line.values()[last], data, RectangleEdge.LEFT);
        labels.add(
            line.label(),
            brush.color(line.tone()),
            Math.min(x, data.getMaxX()),
            Math.max(y, data.getMinY()));
      }
    }
  }

  /** Where the exhaustion began and ended, through whatever is drawn over its shade. */
  private void drawIncidentEdges(Graphics2D g, Rectangle2D data, ValueAxis domain) {
    g.setPaint(brush.color(Tone.VERMILLION));
    g.setStroke(brush.stroke(Panel.Dash.THIN));
    List<ResultView.Incident> incidents = view.incidents();
    if (incidents.size() > MOST_EDGES) {
      return;
    }
    for (ResultView.Incident incident : incidents) {
      for (double at : new double[] {incident.fromSeconds(), incident.toSeconds()}) {
        double x = domain.valueToJava2D(at, data, RectangleEdge.BOTTOM);
        if (x >= data.getMinX() && x <= data.getMaxX()) {
          g.draw(new Line2D.Double(x, data.getMinY(), x, data.getMaxY()));
        }
      }
    }
  }

  private void addData(XYPlot plot) {
    int bins = view.binsInSight();
    SampledData stack = SampledData.stack(panel.bands(), view.series(), bins, size.points());
    List<Panel.Line> onLeft =
        panel.lines().stream().filter(line -> !line.right()).toList();
    List<Panel.Line> onRight = panel.lines().stream().filter(Panel.Line::right).toList();
    SampledData lines = SampledData.lines(onLeft, view.series(), bins, size.points());
    plot.setDataset(0, stack);
    plot.setRenderer(0, new BandRenderer(panel.bands(), stack, brush));
    plot.setDataset(1, lines);
    plot.setRenderer(1, new LineRenderer(onLeft, lines, brush));
    if (!onRight.isEmpty()) {
      double max = 0;
      for (Panel.Line line : onRight) {
        max = Math.max(max, ResultView.max(line.values()));
      }
      ValueScale scale = ValueScale.linear(max, maxValueTicks());
      plot.setRangeAxis(1, Axes.linear(0, scale.upper(), scale.ticks(), theme, font));
      SampledData right = SampledData.lines(onRight, view.series(), bins, size.points());
      plot.setDataset(2, right);
      plot.setRenderer(2, new LineRenderer(onRight, right, brush));
      plot.mapDatasetToRangeAxis(2, 1);
    }
    plot.setDatasetRenderingOrder(DatasetRenderingOrder.FORWARD);
    plot.setSeriesRenderingOrder(SeriesRenderingOrder.FORWARD);
  }

  private int maxValueTicks() {
    return Math.max(2, (int) (size.height() / (font * 4.2)));
  }

  private ValueAxis leftAxis() {
    double max = Double.NaN;
    double min = Double.NaN;
    double[] total = new double[view.series().bins()];
    for (Panel.Band band : panel.bands()) {
      for (int i = 0; i < total.length; i++) {
        total[i] += band.values()[i] > 0 ? band.values()[i] : 0;
      }
    }
    max = greater(max, panel.bands().isEmpty() ? Double.NaN : ResultView.max(total));
    for (Panel.Line line : panel.lines()) {
      if (!line.right()) {
        max = greater(max, ResultView.max(line.values()));
        min = leastPositive(min, line.values());
      }
    }
    for (Panel.Limit limit : panel.limits()) {
      if (!(limit.value() > max * LIMIT_REACH) || panel.logarithmic()) {
        max = greater(max, limit.value());
      }
    }
    ValueScale scale = panel.logarithmic()
        ? ValueScale.logarithmicMs(min, max, maxValueTicks())
        : ValueScale.linear(max, maxValueTicks());
    return panel.logarithmic()
        ? Axes.logarithmic(scale, theme, font)
        : Axes.linear(scale.lower(), scale.upper(), scale.ticks(), theme, font);
  }

  private static double greater(double a, double b) {
    return Double.isNaN(a) || b > a ? b : a;
  }

  private static double leastPositive(double least, double[] values) {
    double result = least;
    for (double value : values) {
      if (value > 0 && !(value >= result)) {
        result = value;
      }
    }
    return result;
  }

  /**
   * Limits lie above the data and are named at their right end: the first above its line where
   * there is room, the others below theirs and below each other.
   */
  private void drawLimits(Graphics2D g, Rectangle2D data, ValueAxis axis, EndLabels labels) {
    boolean above = true;
    double lowest = 0;
    for (Panel.Limit limit : panel.limits()) {
      if (limit.value() > axis.getUpperBound() || limit.value() < axis.getLowerBound()) {
        continue;
      }
      double y = axis.valueToJava2D(limit.value(), data, RectangleEdge.LEFT);
      g.setPaint(brush.color(Tone.VERMILLION));
      g.setStroke(brush.stroke(limit.dash()));
      g.draw(new Line2D.Double(data.getMinX(), y, data.getMaxX(), y));
      above &= y - font * 1.4 > data.getMinY() - font * 0.4;
      g.setFont(font(font * 0.9f, true));
      double base = above ? y - font * 0.4 : Math.max(y + font * 1.1, lowest + font * 1.15);
      lowest = base;
      double width = Text.width(g, limit.label()) + font * 0.6;
      g.setPaint(plate());
      Rectangle2D place = new Rectangle2D.Double(
          data.getMaxX() - font * 0.1 - width, base - font * 0.85, width, font * 1.05);
      labels.reserve(place);
      g.fill(place);
      g.setPaint(theme.ink());
      Text.draw(g, limit.label(), data.getMaxX() - font * 0.4, base, Text.Anchor.END);
      above = false;
    }
  }

  /** Behind a label that may lie over data. */
  private Color plate() {
    Color color = theme.background();
    return new Color(color.getRed(), color.getGreen(), color.getBlue(), 190);
  }

  private static AxisSpace space(double left, double right, double bottom) {
    AxisSpace space = new AxisSpace();
    space.setLeft(left);
    space.setRight(right);
    space.setBottom(bottom);
    return space;
  }
}
