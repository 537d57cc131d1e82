package dev.headroom.report;

import java.awt.Graphics2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.List;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.CrosshairState;
import org.jfree.chart.plot.PlotRenderingInfo;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.AbstractXYItemRenderer;
import org.jfree.chart.renderer.xy.XYItemRendererState;
import org.jfree.data.xy.XYDataset;

/**
 * Draws stacked bands, each as a few shapes. JFreeChart's own area renderer draws a shape for every
 * point, which makes an SVG of megabytes.
 */
final class BandRenderer extends AbstractXYItemRenderer {
  private static final long serialVersionUID = 1L;

  private final transient List<Panel.Band> bands;
  private final transient SampledData data;
  private final transient Brush brush;

  BandRenderer(List<Panel.Band> bands, SampledData data, Brush brush) {
    this.bands = bands;
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
    Projection projection = new Projection(data, area, plot, domain, range);
    double[] x = projection.xs(series);
    double[] top = projection.ys(data.ys(series));
    double[] below = projection.ys(series == 0 ? new double[top.length] : data.ys(series - 1));
    Path2D.Double areas = new Path2D.Double();
    Path2D.Double lines = new Path2D.Double();
    int from = 0;
    while (from < top.length) {
      if (below[from] - top[from] < 0.01) {
        from++;
        continue;
      }
      int to = from;
      while (to + 1 < top.length && below[to + 1] - top[to + 1] >= 0.01) {
        to++;
      }
      addRun(areas, lines, projection, x, top, below, from, to);
      from = to + 1;
    }
    if (lines.getCurrentPoint() != null) {
      // All runs at once: in an SVG each filling brings a clip and a hatching of its own.
      Panel.Band band = bands.get(series);
      brush.fill(g, areas, band.tone(), band.texture());
      g.setPaint(brush.color(band.tone()));
      g.setStroke(brush.outline());
      g.draw(lines);
    }
  }

  /** A run of bins that have some of this band, closed on both sides at the bins' edges. */
  private static void addRun(
      Path2D.Double areas,
      Path2D.Double lines,
      Projection projection,
      double[] x,
      double[] top,
      double[] below,
      int from,
      int to) {
    Path2D.Double line = projection.line(x, top, from, to, 1);
    Path2D.Double area = new Path2D.Double(line);
    area.append(projection.line(x, below, to, from, -1), true);
    area.closePath();
    areas.append(area, false);
    lines.append(line, false);
  }
}
