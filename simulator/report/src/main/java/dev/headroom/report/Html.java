package dev.headroom.report;

import java.util.List;

/** HTML as it grows; whatever comes through {@link #text} is escaped. */
final class Html {
  /** Rows of a table that go to paper; a table of a few more is printed whole. */
  private static final int PAPER_ROWS = 8;

  private static final int PAPER_SLACK = 5;

  /** Longer texts are nobody's prose. */
  private static final int LONG_TEXT = 1200;

  private final StringBuilder out = new StringBuilder(1 << 18);

  /** A row's cell: text, and a class such as {@code num} or {@code mono}, possibly empty. */
  record Cell(String text, String style) {
    static Cell of(String text) {
      return new Cell(text, "");
    }

    static Cell number(String text) {
      return new Cell(text, "num");
    }

    static Cell time(String text) {
      return new Cell(text, "mono time");
    }

    static Cell code(String text) {
      return new Cell(text, "mono");
    }
  }

  /** Appends markup of ours as it is. */
  Html raw(String markup) {
    out.append(markup);
    return this;
  }

  /** Appends text from anywhere; it cannot leave its element or turn its surroundings round. */
  Html text(String text) {
    out.append(Escape.html(text));
    return this;
  }

  /** An element with text; a very long one scrolls in its place, by the keyboard too. */
  Html element(String tag, String style, String text) {
    if (text.length() <= LONG_TEXT) {
      open(tag, style);
    } else {
      raw("<").raw(tag).raw(" class=\"").raw((style + " capped").strip()).raw("\" tabindex=\"0\">");
    }
    return text(text).close(tag);
  }

  /** Text from anywhere whose direction is its own; a very long one scrolls in its place. */
  Html bdi(String text) {
    return raw(text.length() <= LONG_TEXT ? "<bdi>" : "<bdi class=\"capped\" tabindex=\"0\">")
        .text(text)
        .raw("</bdi>");
  }

  Html open(String tag, String style) {
    out.append('<').append(tag);
    if (!style.isEmpty()) {
      out.append(" class=\"").append(style).append('"');
    }
    out.append('>');
    return this;
  }

  Html close(String tag) {
    out.append("</").append(tag).append(">\n");
    return this;
  }

  /** A table that scrolls by itself where the window is narrow. */
  Html table(String label, List<Cell> head, List<List<Cell>> rows) {
    raw("<div class=\"scroll")
        .raw(paper(rows))
        .raw("\" tabindex=\"0\" role=\"region\" aria-label=\"")
        .text(label)
        .raw("\"><table><thead><tr>");
    for (Cell cell : head) {
      raw("<th scope=\"col\"").style(cell.style()).raw(">").text(cell.text()).raw("</th>");
    }
    raw("</tr></thead><tbody>\n");
    for (List<Cell> row : rows) {
      raw("<tr>");
      for (Cell cell : row) {
        raw("<td").style(cell.style()).raw(">").bdi(cell.text()).raw("</td>");
      }
      raw("</tr>\n");
    }
    return end(rows);
  }

  /**
   * A table whose rows become cards where the window is narrow, each cell beside its column's name,
   * so that nothing scrolls sideways. The roles keep it a table for those who hear it.
   */
  Html cards(String label, List<Cell> head, List<List<Cell>> rows) {
    raw("<div class=\"scroll cards")
        .raw(paper(rows))
        .raw("\"><table role=\"table\" aria-label=\"")
        .text(label)
        .raw("\"><thead role=\"rowgroup\"><tr role=\"row\">");
    for (Cell cell : head) {
      raw("<th scope=\"col\" role=\"columnheader\"")
          .style(cell.style())
          .raw(">")
          .bdi(cell.text())
          .raw("</th>");
    }
    raw("</tr></thead><tbody role=\"rowgroup\">\n");
    for (List<Cell> row : rows) {
      raw("<tr role=\"row\">");
      for (int i = 0; i < row.size(); i++) {
        raw("<td role=\"cell\" data-label=\"").text(head.get(i).text()).raw("\"");
        style(row.get(i).style()).raw(">").bdi(row.get(i).text()).raw("</td>");
      }
      raw("</tr>\n");
    }
    return end(rows);
  }

  private static boolean isLong(List<List<Cell>> rows) {
    return rows.size() > PAPER_ROWS + PAPER_SLACK;
  }

  private static String paper(List<List<Cell>> rows) {
    return isLong(rows) ? " long" : "";
  }

  /** Ends a table; on paper a long one says where its other rows are. */
  private Html end(List<List<Cell>> rows) {
    raw("</tbody></table></div>\n");
    return isLong(rows)
        ? element(
            "p",
            "paper note",
            "On paper the first " + PAPER_ROWS + " of " + rows.size()
                + " rows; all are in report.html.")
        : this;
  }

  /** A section with a table; without rows it is left out with its heading. */
  Html section(String id, String title, String note, List<Cell> head, List<List<Cell>> rows) {
    if (rows.isEmpty()) {
      return this;
    }
    raw("<section id=\"").raw(id).raw("\">").element("h2", "", title);
    if (!note.isEmpty()) {
      element("p", "note", note);
    }
    return table(title, head, rows).close("section");
  }

  /** A table under a small heading of its own; left out without rows. */
  Html part(String title, List<Cell> head, List<List<Cell>> rows) {
    if (rows.isEmpty()) {
      return this;
    }
    return open("div", "part").element("h3", "", title).table(title, head, rows).close("div");
  }

  private Html style(String style) {
    return style.isEmpty() ? this : raw(" class=\"").raw(style).raw("\"");
  }

  @Override
  public String toString() {
    return out.toString();
  }
}
