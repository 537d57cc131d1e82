package dev.headroom.report;

import dev.headroom.report.TimeScale.Tick;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import org.jfree.chart.axis.AxisState;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTick;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.TextAnchor;

/**
 * Axes whose ticks are given. JFreeChart's own choice depends on font metrics, which would move
 * ticks from panel to panel and misalign labels in an SVG read with another font.
 */
final class Axes {
  private Axes() {}

  static ValueAxis linear(double lower, double upper, List<Tick> ticks, Theme theme, float font) {
    ValueAxis axis = new Linear(ticks, theme, font);
    axis.setRange(lower, upper);
    return axis;
  }

  static ValueAxis logarithmic(ValueScale scale, Theme theme, float font) {
    Logarithmic axis = new Logarithmic(scale.ticks(), theme, font);
    axis.setSmallestValue(scale.lower());
    axis.setRange(scale.lower(), scale.upper());
    return axis;
  }

  private static void prepare(ValueAxis axis) {
    axis.setLabel(null);
    axis.setAxisLineVisible(false);
    axis.setTickMarksVisible(false);
  }

  private static List<NumberTick> gridTicks(List<Tick> ticks) {
    List<NumberTick> list = new ArrayList<>();
    for (Tick tick : ticks) {
      list.add(new NumberTick(tick.value(), "", TextAnchor.CENTER, TextAnchor.CENTER, 0));
    }
    return list;
  }

  private static AxisState labels(
      ValueAxis axis,
      List<Tick> ticks,
      Graphics2D g,
      double cursor,
      Rectangle2D area,
      RectangleEdge edge,
      Theme theme,
      float font) {
    g.setFont(PanelPainter.font(font, false));
    g.setPaint(theme.muted());
    for (Tick tick : ticks) {
      double at = axis.valueToJava2D(tick.value(), area, edge);
      if (edge.equals(RectangleEdge.LEFT)) {
        Text.draw(g, tick.label(), area.getMinX() - font * 0.5, at + font * 0.35, Text.Anchor.END);
      } else if (edge.equals(RectangleEdge.RIGHT)) {
        Text.draw(
            g, tick.label(), area.getMaxX() + font * 0.5, at + font * 0.35, Text.Anchor.START);
      } else {
        Text.draw(g, tick.label(), at, area.getMaxY() + font * 1.35, Text.Anchor.MIDDLE);
      }
    }
    AxisState state = new AxisState(cursor);
    state.setTicks(gridTicks(ticks));
    return state;
  }

  private static final class Linear extends NumberAxis {
    private static final long serialVersionUID = 1L;

    private final transient List<Tick> ticks;
    private final Theme theme;
    private final float font;

    Linear(List<Tick> ticks, Theme theme, float font) {
      this.ticks = ticks;
      this.theme = theme;
      this.font = font;
      prepare(this);
    }

    @Override
    protected AxisState drawTickMarksAndLabels(
        Graphics2D g,
        double cursor,
        Rectangle2D plotArea,
        Rectangle2D dataArea,
        RectangleEdge edge) {
      return labels(this, ticks, g, cursor, dataArea, edge, theme, font);
    }
  }

  private static final class Logarithmic extends LogAxis {
    private static final long serialVersionUID = 1L;

    private final transient List<Tick> ticks;
    private final Theme theme;
    private final float font;

    Logarithmic(List<Tick> ticks, Theme theme, float font) {
      this.ticks = ticks;
      this.theme = theme;
      this.font = font;
      prepare(this);
    }

    @Override
    protected AxisState drawTickMarksAndLabels(
        Graphics2D g,
        double cursor,
        Rectangle2D plotArea,
        Rectangle2D dataArea,
        RectangleEdge edge) {
      return labels(this, ticks, g, cursor, dataArea, edge, theme, font);
    }
  }
}
