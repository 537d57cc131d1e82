package dev.headroom.report;

import java.util.List;
import java.util.Locale;

/** A series as a small curve without axes, inside a tile; the words beside it have the figures. */
final class Spark {
  private static final int POINTS = 90;
  private static final double WIDTH = 160;
  private static final double HEIGHT = 30;
  private static final double EDGE = 2;

  private Spark() {}

  /**
   * The curves of one key figure on one scale from zero, the second dashed; empty where none has a
   * value above zero.
   *
   * @param views one, or A and B
   */
  static String of(Kpi kpi, List<ResultView> views) {
    List<double[]> series = views.stream().map(kpi::series).toList();
    double greatest =
        series.stream().mapToDouble(ResultView::max).filter(v -> v > 0).max().orElse(0);
    if (!(greatest > 0)) {
      return "";
    }
    double to = views.stream().mapToDouble(view -> view.time().to()).max().orElse(1);
    String id = "spark-" + kpi.name().toLowerCase(Locale.ROOT);
    StringBuilder words = new StringBuilder();
    StringBuilder paths = new StringBuilder();
    for (int i = 0; i < views.size(); i++) {
      ResultView view = views.get(i);
      String whose = views.size() == 1 ? "" : i == 0 ? "A, solid: " : "; B, dashed: ";
      double most = ResultView.max(series.get(i));
      words.append(whose).append("at most ").append(kpi.show(most, view.text("cost.currency")));
      paths
          .append("<path class=\"spark-")
          .append(i == 0 ? 'a' : 'b')
          .append("\" d=\"")
          .append(path(view, series.get(i), greatest, to))
          .append("\"/>");
    }
    return String.format(
        Locale.ROOT,
        "<svg class=\"spark\" viewBox=\"0 0 %.0f %.0f\" preserveAspectRatio=\"none\" role=\"img\" "
            + "aria-labelledby=\"%s-t %s-d\"><title id=\"%s-t\">%s over time</title>"
            + "<desc id=\"%s-d\">%s over the run. %s.</desc>%s</svg>\n",
        WIDTH,
        HEIGHT,
        id,
        id,
        id,
        Escape.html(kpi.label()),
        id,
        Escape.html(kpi.seriesName()),
        Escape.html(words.toString()),
        paths);
  }

  /** The greatest value of every stretch of the run; a stretch without one is a gap. */
  private static String path(ResultView view, double[] values, double greatest, double to) {
    StringBuilder out = new StringBuilder();
    int bins = view.binsInSight();
    int points = Math.min(POINTS, bins);
    double from = view.time().from();
    boolean open = false;
    for (int point = 0; point < points; point++) {
      int first = (int) ((long) point * bins / points);
      int last = (int) ((long) (point + 1) * bins / points);
      double most = Double.NaN;
      for (int i = first; i < last; i++) {
        most = values[i] <= most || Double.isNaN(values[i]) ? most : values[i];
      }
      if (Double.isNaN(most)) {
        open = false;
        continue;
      }
      double y = HEIGHT - EDGE - Math.max(0, most) / greatest * (HEIGHT - 2 * EDGE);
      out.append(open ? "V" : "M" + x(view.series().secondsAt(first), from, to) + " ")
          .append(digits(y))
          .append("H")
          .append(x(view.series().secondsAt(last), from, to));
      open = true;
    }
    return out.toString();
  }

  private static String x(double seconds, double from, double to) {
    return digits(Math.min(1, Math.max(0, (seconds - from) / (to - from))) * WIDTH);
  }

  private static String digits(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
