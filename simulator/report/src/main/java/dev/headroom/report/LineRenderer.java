package dev.headroom.report;

import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.util.List;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.CrosshairState;
import org.jfree.chart.plot.PlotRenderingInfo;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.AbstractXYItemRenderer;
import org.jfree.chart.renderer.xy.XYItemRendererState;
import org.jfree.data.xy.XYDataset;

/** Draws each line as one path a run; a single bin between gaps is as wide as the bin. */
final class LineRenderer extends AbstractXYItemRenderer {
  private static final long serialVersionUID = 1L;

  private final transient List<Panel.Line> lines;
  private final transient SampledData data;
  private final transient Brush brush;

  LineRenderer(List<Panel.Line> lines, SampledData data, Brush brush) {
    this.lines = lines;
    this.data = data;
    this.brush = brush;
  }

  @Override
  public XYItemRendererState initialise(
      Graphics2D g, Rectangle2D area, XYPlot plot, XYDataset dataset, PlotRenderingInfo info) {
    XYItemRendererState state = new XYItemRendererState(info);
    state.setProcessVisibleItemsOnly(false);
    return state;
  }

  @Override
  public void drawItem(
      Graphics2D g,
      XYItemRendererState state,
      Rectangle2D area,
      PlotRenderingInfo info,
      XYPlot plot,
      ValueAxis domain,
      ValueAxis range,
      XYDataset dataset,
      int series,
      int item,
      CrosshairState crosshair,
      int pass) {
    if (item > 0) {
      return;
    }
    Panel.Line line = lines.get(series);
    g.setPaint(brush.color(line.tone()));
    g.setStroke(brush.stroke(line.dash()));
    Projection projection = new Projection(data, area, plot, domain, range);
    double[] x = projection.xs(series);
    double[] y = projection.ys(data.ys(series));
    int from = 0;
    while (from < y.length) {
      int to = from;
      while (to < y.length && !Double.isNaN(y[to])) {
        to++;
      }
      if (to > from) {
        g.draw(projection.line(x, y, from, to - 1, 1));
      }
      from = to + 1;
    }
  }
}
