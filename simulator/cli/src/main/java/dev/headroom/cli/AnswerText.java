package dev.headroom.cli;

import dev.headroom.explain.Answer;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** An answer as a person reads it in a terminal. */
final class AnswerText {
  private static final int WIDTH = 100;
  private static final int INDENT = 15;
  private static final int COLUMN_MAX = 46;
  /** A table so wide that less is left for its last column goes over the edge. */
  private static final int LAST_MIN = 45;

  private static final String GAP = "  ";

  private AnswerText() {}

  static void print(PrintWriter out, Answer answer) {
    wrap(out, "", "", answer.title(), WIDTH);
    boolean facts = true;
    for (Answer.Part part : answer.parts()) {
      if (part instanceof Answer.Sentence sentence) {
        out.println();
        wrap(out, "", "", sentence.text(), WIDTH);
        facts = true;
      } else if (part instanceof Answer.Fact fact) {
        if (facts) {
          out.println();
        }
        facts = false;
        String name = String.format("  %-12s ", fact.name());
        wrap(out, name, " ".repeat(INDENT), fact.text(), WIDTH);
      } else if (part instanceof Answer.Table table) {
        table(out, table);
        facts = true;
      }
    }
    out.flush();
  }

  /** Columns without any text are left out; the last may go over several lines. */
  private static void table(PrintWriter out, Answer.Table table) {
    out.println();
    out.println(table.name() + ":");
    List<Integer> shown = new ArrayList<>();
    for (int c = 0; c < table.heads().size(); c++) {
      int column = c;
      if (table.rows().stream().anyMatch(row -> !row.get(column).isEmpty())) {
        shown.add(c);
      }
    }
    List<List<String>> all = new ArrayList<>(table.rows());
    all.add(0, table.heads());
    int last = shown.isEmpty() ? 0 : shown.get(shown.size() - 1);
    for (List<String> row : all) {
      StringBuilder line = new StringBuilder(GAP);
      for (int c : shown) {
        if (c != last) {
          int width = all.stream().mapToInt(each -> each.get(c).length()).max().orElse(0);
          String cell = row.get(c);
          line.append(cell)
              .append(" "
                  .repeat(Math.min(COLUMN_MAX, width)
                      - Math.min(cell.length(), Math.min(COLUMN_MAX, width))))
              .append(GAP);
        }
      }
      String indent = " ".repeat(line.length());
      wrap(out, line.toString(), indent, row.get(last), Math.max(WIDTH, line.length() + LAST_MIN));
    }
  }

  /** Breaks lines at spaces; the first begins with {@code first}, the others with {@code more}. */
  private static void wrap(PrintWriter out, String first, String more, String text, int width) {
    StringBuilder line = new StringBuilder(first);
    boolean empty = true;
    // Names come from files and must neither move the cursor nor turn a line round.
    String plain = text.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]", " ");
    for (String word : plain.split(" (?!%|ms\\b|s\\b|min\\b)")) {
      if (!empty && line.length() + 1 + word.length() > width) {
        out.println(line.toString().stripTrailing());
        line = new StringBuilder(more);
        empty = true;
      }
      line.append(empty ? "" : " ").append(word);
      empty = false;
    }
    out.println(line.toString().stripTrailing());
  }
}
