package dev.headroom.report;

import dev.headroom.core.UserError;
import dev.headroom.results.SavedResult;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/** The charts of a result as pictures. */
public final class Charts {
  /** The shortest side of a picture in pixels. */
  public static final int SIDE_MIN = ChartSize.SIDE_MIN;

  /** The longest side of a picture in pixels. */
  public static final int SIDE_MAX = ChartSize.SIDE_MAX;

  private Charts() {}

  /** One panel of a page, for a desk and for a telephone. */
  record Pair(String wide, String narrow) {}

  /**
   * Writes {@code <name>.png} (1600 by 500) and {@code <name>.svg} of every kind into {@code
   * charts/}, which is made.
   *
   * @param dir the folder of the result
   * @throws UserError if the folder cannot be written or the machine has no font (exit 4)
   */
  public static void writeAll(SavedResult result, Path dir) {
    writeAll(result, dir, Theme.LIGHT);
  }

  /** The same in a theme. */
  public static void writeAll(SavedResult result, Path dir, Theme theme) {
    Fonts.require();
    ResultView view = new ResultView(result);
    List<ChartKind> kinds = ChartKind.of(view);
    Path folder = OutputFile.folder(dir.resolve("charts"));
    List<Callable<Boolean>> work = new ArrayList<>();
    for (ChartKind kind : kinds) {
      work.add(() -> writePng(view, kind, theme, folder));
      work.add(() -> {
        writeSvg(svg(view, kind, ChartSize.WIDE, theme), kind, folder);
        return true;
      });
    }
    Parallel.run(work);
  }

  /** Writes the charts and {@code report.html} of a result, drawing nothing twice. */
  public static void writeAllWithReport(SavedResult result, Path dir) {
    Fonts.require();
    Panels panels = Panels.of(new ResultView(result));
    ResultView view = panels.view();
    Path folder = OutputFile.folder(dir.resolve("charts"));
    Map<ChartKind, Pair> pairs = new EnumMap<>(ChartKind.class);
    List<Callable<Boolean>> work = new ArrayList<>();
    for (ChartKind kind : panels.byKind().keySet()) {
      work.add(() -> writePng(view, kind, Theme.LIGHT, folder));
      work.add(() -> {
        Pair pair = pair(panels, kind);
        writeSvg(pair.wide(), kind, folder);
        synchronized (pairs) {
          pairs.put(kind, pair);
        }
        return true;
      });
    }
    Parallel.run(work);
    HtmlReport.write(panels, pairs, dir.resolve("report.html"));
  }

  /** One chart as a PNG of 1600 by 500 pixels. */
  public static byte[] png(SavedResult result, ChartKind kind, Theme theme) {
    Fonts.require();
    ResultView view = new ResultView(result);
    return PngImage.of(view, kind.panel(view), ChartSize.PICTURE, theme);
  }

  /** One chart as the text of an SVG file. */
  public static String svg(SavedResult result, ChartKind kind, Theme theme) {
    Fonts.require();
    return SvgImage.file(svg(new ResultView(result), kind, ChartSize.WIDE, theme));
  }

  /**
   * One chart as a PNG of a size.
   *
   * @param width in pixels, {@link #SIDE_MIN} to {@link #SIDE_MAX}
   * @param height likewise
   */
  public static byte[] png(SavedResult result, ChartKind kind, Theme theme, int width, int height) {
    Fonts.require();
    ResultView view = new ResultView(result);
    return PngImage.of(view, kind.panel(view), ChartSize.picture(width, height), theme);
  }

  /** One chart as the text of an SVG file of a size, in user units. */
  public static String svg(SavedResult result, ChartKind kind, Theme theme, int width, int height) {
    Fonts.require();
    return SvgImage.file(
        svg(new ResultView(result), kind, ChartSize.picture(width, height), theme));
  }

  /** The charts that a result is about: one without a database has no connections. */
  public static List<ChartKind> kinds(SavedResult result) {
    return ChartKind.of(new ResultView(result));
  }

  /** All panels of a page, in their order. */
  static Map<ChartKind, Pair> pairs(Panels panels) {
    Fonts.require();
    List<ChartKind> kinds = List.copyOf(panels.byKind().keySet());
    List<Callable<Pair>> work = new ArrayList<>();
    for (ChartKind kind : kinds) {
      work.add(() -> pair(panels, kind));
    }
    List<Pair> drawn = Parallel.run(work);
    Map<ChartKind, Pair> pairs = new EnumMap<>(ChartKind.class);
    for (int i = 0; i < drawn.size(); i++) {
      pairs.put(kinds.get(i), drawn.get(i));
    }
    return pairs;
  }

  private static Pair pair(Panels panels, ChartKind kind) {
    Panel panel = panels.byKind().get(kind);
    return new Pair(
        svg(panels.view(), kind, panel, ChartSize.WIDE, Theme.LIGHT),
        svg(panels.view(), kind, panel, ChartSize.NARROW, Theme.LIGHT));
  }

  private static String svg(ResultView view, ChartKind kind, ChartSize size, Theme theme) {
    return svg(view, kind, kind.panel(view), size, theme);
  }

  private static String svg(
      ResultView view, ChartKind kind, Panel panel, ChartSize size, Theme theme) {
    String prefix = kind.fileName() + (size.narrow() ? "-n-" : "-");
    return SvgImage.of(view, panel, size, theme, prefix, panel.description());
  }

  private static boolean writePng(ResultView view, ChartKind kind, Theme theme, Path folder) {
    OutputFile.write(
        folder.resolve(kind.fileName() + ".png"),
        PngImage.of(view, kind.panel(view), ChartSize.PICTURE, theme));
    return true;
  }

  private static void writeSvg(String svg, ChartKind kind, Path folder) {
    OutputFile.write(folder.resolve(kind.fileName() + ".svg"), SvgImage.file(svg));
  }
}
