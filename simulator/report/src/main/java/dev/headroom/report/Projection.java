package dev.headroom.report;

import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.ui.RectangleEdge;

/** Seconds and values as places in the plot area. */
final class Projection {
  private final SampledData data;
  private final Rectangle2D area;
  private final ValueAxis domain;
  private final ValueAxis range;
  private final RectangleEdge domainEdge;
  private final RectangleEdge rangeEdge;
  private final double halfBin;

  Projection(SampledData data, Rectangle2D area, XYPlot plot, ValueAxis domain, ValueAxis range) {
    this.data = data;
    this.area = area;
    this.domain = domain;
    this.range = range;
    this.domainEdge = plot.getDomainAxisEdge();
    this.rangeEdge = plot.getRangeAxisEdge();
    this.halfBin = domain.lengthToJava2D(data.binSeconds(), area, domainEdge) / 2;
  }

  double[] xs(int series) {
    double[] places = data.xs(series).clone();
    for (int i = 0; i < places.length; i++) {
      places[i] = domain.valueToJava2D(places[i], area, domainEdge);
    }
    return places;
  }

  /** NaN stays NaN; what is below the axis (zero on a logarithmic one) lies on its foot. */
  double[] ys(double[] values) {
    double[] places = new double[values.length];
    double lower = range.getLowerBound();
    double upper = range.getUpperBound();
    for (int i = 0; i < values.length; i++) {
      places[i] = Double.isNaN(values[i])
          ? Double.NaN
          : range.valueToJava2D(Math.max(lower, Math.min(upper, values[i])), area, rangeEdge);
    }
    return places;
  }

  /**
   * A path from one index to another, which reaches half a bin beyond both. Points inside a level
   * stretch are left out.
   *
   * @param step 1 to the right, -1 to the left; from a single point both are possible
   */
  Path2D.Double line(double[] x, double[] y, int from, int to, int step) {
    Path2D.Double path = new Path2D.Double();
    path.moveTo(x[from] - step * halfBin, y[from]);
    for (int i = from; i != to; i += step) {
      boolean level =
          i != from && Math.abs(y[i] - y[i - step]) < 0.01 && Math.abs(y[i] - y[i + step]) < 0.01;
      if (!level) {
        path.lineTo(x[i], y[i]);
      }
    }
    if (from == to || Math.abs(y[to] - y[to - step]) >= 0.01) {
      path.lineTo(x[to], y[to]);
    }
    path.lineTo(x[to] + step * halfBin, y[to]);
    return path;
  }
}
