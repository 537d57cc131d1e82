package dev.headroom.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.Graphics2D;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/** The charts of a sweep: cost against p99, what moves them, and maps where two paths vary. */
public final class SweepCharts {
  static final ChartSize SIZE = new ChartSize(1400, 700, 18f, 0);

  private SweepCharts() {}

  /**
   * Writes {@code <name>.png} and {@code .svg} into {@code charts/}, which is made.
   *
   * @param sweep the document of a sweep
   * @param dir the folder of the result
   * @throws dev.headroom.core.UserError if the folder cannot be written or the machine has no font
   */
  public static void writeAll(JsonNode sweep, Path dir) {
    if (sweep.get("settings").isEmpty()) {
      return;
    }
    Fonts.require();
    Path folder = OutputFile.folder(dir.resolve("charts"));
    List<String> sentences = new ArrayList<>();
    sweep.at("/verdict/sentences").forEach(sentence -> sentences.add(sentence.asText()));
    String words = String.join(" ", sentences);
    SweepParetoChart pareto = new SweepParetoChart(sweep);
    if (pareto.hasPoints()) {
      write(folder, "pareto", SweepParetoChart.TITLE, words, SIZE, pareto::paint);
    }
    SweepTornadoChart tornado = new SweepTornadoChart(sweep);
    if (tornado.hasBars()) {
      write(folder, "tornado", SweepTornadoChart.TITLE, words, tornado.size(), tornado::paint);
    }
    for (SweepMapChart.Kind kind : SweepMapChart.Kind.values()) {
      SweepMapChart map = SweepMapChart.of(sweep, kind);
      if (map != null) {
        write(folder, kind.fileName(), kind.title(), words, SIZE, map::paint);
      }
    }
  }

  private static void write(
      Path folder,
      String name,
      String title,
      String words,
      ChartSize size,
      BiConsumer<Graphics2D, ChartSize> painter) {
    OutputFile.write(
        folder.resolve(name + ".png"), PngImage.of(size, g -> painter.accept(g, size)));
    OutputFile.write(
        folder.resolve(name + ".svg"),
        SvgImage.file(SvgImage.of(size, g -> painter.accept(g, size), name + "-", title, words)));
  }
}
