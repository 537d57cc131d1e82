package dev.headroom.results;

import dev.headroom.core.Decimals;
import java.util.ArrayList;
import java.util.List;

/** A table for other programs: columns of one kind each, written as CSV here. */
public final class Table {
  private static final int PLACES = 6;

  private final List<Column> columns;
  private final List<List<Object>> rows = new ArrayList<>();

  /** What the cells of a column are. */
  public enum Kind {
    WHOLE(Integer.class),
    /** May be infinite; NaN stands for unknown, an empty field in CSV. */
    NUMBER(Double.class),
    TRUTH(Boolean.class),
    TEXT(String.class);

    private final Class<?> type;

    Kind(Class<?> type) {
      this.type = type;
    }
  }

  /** A column. */
  public record Column(String name, Kind kind) {}

  /** An empty table. */
  public Table(List<Column> columns) {
    this.columns = List.copyOf(columns);
  }

  /** Adds a row: a cell of its column's kind for each. */
  public void row(List<Object> cells) {
    if (cells.size() != columns.size()) {
      throw new IllegalArgumentException(cells.size() + " cells in " + columns.size() + " columns");
    }
    for (int c = 0; c < columns.size(); c++) {
      if (!columns.get(c).kind().type.isInstance(cells.get(c))) {
        throw new IllegalArgumentException(columns.get(c) + " cannot hold " + cells.get(c));
      }
    }
    rows.add(List.copyOf(cells));
  }

  public List<Column> columns() {
    return columns;
  }

  /** The rows, in the order they were added. */
  public List<List<Object>> rows() {
    return List.copyOf(rows);
  }

  /** With a header; numbers to six places, {@code inf} for an infinite one. */
  public String csv() {
    StringBuilder csv = new StringBuilder();
    for (int c = 0; c < columns.size(); c++) {
      field(csv, c, columns.get(c).name());
    }
    csv.append('\n');
    for (List<Object> row : rows) {
      for (int c = 0; c < row.size(); c++) {
        Object cell = row.get(c);
        field(csv, c, cell instanceof Double number ? text(number) : cell.toString());
      }
      csv.append('\n');
    }
    return csv.toString();
  }

  private static void field(StringBuilder csv, int column, String text) {
    if (column > 0) {
      csv.append(',');
    }
    Csv.appendField(csv, text);
  }

  private static String text(double value) {
    return Double.isNaN(value)
        ? ""
        : Double.isInfinite(value) ? "inf" : Decimals.toDecimal(value, PLACES).toPlainString();
  }
}
