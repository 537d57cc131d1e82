package dev.headroom.results;

import dev.headroom.core.Decimals;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Time series of one run: equal bins of simulated time, one named column for each quantity.
 *
 * <p>NaN means that a bin has no value; in a file that is an empty cell. The arrays are not copied:
 * whoever built the table must not change them afterwards.
 */
public final class SeriesTable {
  private static final int PLACES = 6;

  private final double startSeconds;
  private final double binSeconds;
  private final int bins;
  private final Map<String, double[]> columns;

  /**
   * Takes columns of equal length in the order in which they will be written.
   *
   * @param startSeconds where the first bin starts, in seconds from the start of the run
   * @param binSeconds length of a bin in seconds, above 0
   * @param columns values by name; iteration order is column order
   * @throws IllegalArgumentException if the columns differ in length
   */
  public SeriesTable(double startSeconds, double binSeconds, Map<String, double[]> columns) {
    if (!(binSeconds > 0) || Double.isInfinite(binSeconds)) {
      throw new IllegalArgumentException("binSeconds " + binSeconds + " must be above 0");
    }
    this.startSeconds = startSeconds;
    this.binSeconds = binSeconds;
    this.columns = new LinkedHashMap<>(columns);
    int length = -1;
    for (Map.Entry<String, double[]> column : this.columns.entrySet()) {
      if (length >= 0 && column.getValue().length != length) {
        throw new IllegalArgumentException("column " + column.getKey() + " has "
            + column.getValue().length + " bins, the others " + length);
      }
      length = column.getValue().length;
    }
    this.bins = Math.max(length, 0);
  }

  /** Where the first bin starts, in seconds from the start of the run. */
  public double startSeconds() {
    return startSeconds;
  }

  /** Length of every bin in seconds. */
  public double binSeconds() {
    return binSeconds;
  }

  /** How many bins every column has. */
  public int bins() {
    return bins;
  }

  /** Where a bin starts, in seconds from the start of the run. */
  public double secondsAt(int bin) {
    return startSeconds + bin * binSeconds;
  }

  /** Column names in file order. */
  public List<String> names() {
    return List.copyOf(columns.keySet());
  }

  /** Whether the column is there and has at least one value. */
  public boolean has(String name) {
    double[] values = columns.get(name);
    if (values == null) {
      return false;
    }
    for (double value : values) {
      if (!Double.isNaN(value)) {
        return true;
      }
    }
    return false;
  }

  /** The values of a column, all NaN where the table has no such column. */
  public double[] column(String name) {
    double[] values = columns.get(name);
    if (values == null) {
      values = new double[bins];
      Arrays.fill(values, Double.NaN);
    }
    return values;
  }

  /** Appends the table as CSV: {@code seconds} and the columns, at most six decimal places. */
  void appendCsv(StringBuilder out) {
    out.append("seconds");
    for (String name : columns.keySet()) {
      out.append(',');
      Csv.appendField(out, name);
    }
    out.append('\n');
    double[][] values = columns.values().toArray(double[][]::new);
    for (int bin = 0; bin < bins; bin++) {
      Decimals.append(out, secondsAt(bin), PLACES);
      for (double[] column : values) {
        out.append(',');
        double value = column[bin];
        if (!Double.isNaN(value) && !Double.isInfinite(value)) {
          Decimals.append(out, value, PLACES);
        }
      }
      out.append('\n');
    }
  }
}
