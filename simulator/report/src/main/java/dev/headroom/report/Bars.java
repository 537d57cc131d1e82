package dev.headroom.report;

import dev.headroom.report.Html.Cell;
import java.util.List;
import java.util.Locale;

/** Tables whose last column is a picture of one of the others: bars that grow with the page. */
final class Bars {
  private Bars() {}

  /**
   * A bar.
   *
   * @param from share of the width at which it begins, 0 to 1
   * @param to share at which it ends
   * @param style class of the colour, such as {@code blue}
   */
  record Bar(double from, double to, String style) {}

  /** A row: its cells, and the bars beside them, possibly none. */
  record Row(List<Cell> cells, List<Bar> bars) {}

  static void table(Html html, String label, List<Cell> head, String barHead, List<Row> rows) {
    html.raw("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"")
        .text(label)
        .raw("\"><table class=\"bars\"><thead><tr>");
    head.forEach(cell -> cell(html, "th scope=\"col\"", cell));
    html.raw("<th scope=\"col\" class=\"bar\">").text(barHead).raw("</th></tr></thead><tbody>\n");
    for (Row row : rows) {
      html.raw("<tr>");
      row.cells().forEach(cell -> cell(html, "td", cell));
      html.raw("<td class=\"bar\"><div>");
      for (Bar bar : row.bars()) {
        double from = Math.max(0, Math.min(1, bar.from()));
        double width = Math.max(0, Math.min(1, bar.to()) - from);
        html.raw("<span class=\"")
            .raw(bar.style())
            .raw(String.format(
                Locale.ROOT,
                "\" style=\"left:%.2f%%;width:max(2px,%.2f%%)\"></span>",
                from * 100,
                width * 100));
      }
      html.raw("</div></td></tr>\n");
    }
    html.raw("</tbody></table></div>\n");
  }

  private static void cell(Html html, String tag, Cell cell) {
    html.raw("<" + tag)
        .raw(cell.style().isEmpty() ? "" : " class=\"" + cell.style() + "\"")
        .raw(">")
        .bdi(cell.text())
        .raw("</")
        .raw(tag.substring(0, 2))
        .raw(">");
  }
}
