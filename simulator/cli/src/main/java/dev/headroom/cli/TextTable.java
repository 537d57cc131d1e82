package dev.headroom.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** A table that is printed aligned in a terminal, or as Markdown. */
final class TextTable {
  private static final String GAP = "  ";

  private final List<String> heads;
  private final List<List<String>> rows = new ArrayList<>();

  TextTable(List<String> heads) {
    this.heads = List.copyOf(heads);
  }

  /** Adds a row of as many cells as there are heads. */
  void row(List<String> cells) {
    if (cells.size() != heads.size()) {
      throw new IllegalArgumentException(cells.size() + " cells under " + heads.size());
    }
    rows.add(List.copyOf(cells));
  }

  boolean isEmpty() {
    return rows.isEmpty();
  }

  /** The first column to the left, the others to the right, two blanks before each line. */
  void print(PrintWriter out) {
    int[] widths = new int[heads.size()];
    List<List<String>> all = new ArrayList<>(rows);
    all.add(0, heads);
    for (List<String> row : all) {
      for (int c = 0; c < widths.length; c++) {
        widths[c] = Math.max(widths[c], row.get(c).length());
      }
    }
    for (List<String> row : all) {
      StringBuilder line = new StringBuilder();
      for (int c = 0; c < widths.length; c++) {
        String blanks = " ".repeat(widths[c] - row.get(c).length());
        line.append(GAP).append(c == 0 ? row.get(c) + blanks : blanks + row.get(c));
      }
      out.println(line.toString().stripTrailing());
    }
  }

  /** As GitHub reads it. */
  void markdown(PrintWriter out) {
    line(out, heads);
    out.println("|---" + "|--:".repeat(heads.size() - 1) + "|");
    rows.forEach(row -> line(out, row));
  }

  private static void line(PrintWriter out, List<String> cells) {
    StringBuilder line = new StringBuilder("|");
    cells.forEach(cell -> line.append(' ').append(escaped(cell)).append(" |"));
    out.println(line);
  }

  /** A text that Markdown shows as it is, whatever somebody called their scenario. */
  static String escaped(String text) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '<') {
        out.append("&lt;");
      } else if (c == '&') {
        out.append("&amp;");
      } else if (Character.isISOControl(c)) {
        out.append(' ');
      } else {
        out.append("\\`*_[]|~#".indexOf(c) >= 0 ? "\\" + c : Character.toString(c));
      }
    }
    return out.toString();
  }
}
