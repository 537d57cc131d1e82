package dev.headroom.report;

import dev.headroom.results.SavedResult;
import java.nio.file.Path;
import java.util.Map;

/** The review of a result as one self-contained page. */
public final class HtmlReport {
  private HtmlReport() {}

  /** Writes the page. */
  public static void write(SavedResult result, Path file) {
    ResultView view = new ResultView(result);
    write(view, Charts.pairs(view), file);
  }

  static void write(ResultView view, Map<ChartKind, Charts.Pair> panels, Path file) {
    OutputFile.write(file, panels.toString());
  }
}
