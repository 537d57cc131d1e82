package dev.headroom.results;

import dev.headroom.core.FailureReason;
import java.util.Arrays;

/**
 * The time series of a run: per bin the integral of each gauge and the count of each event.
 *
 * <p>Kept as the {@link Cells} at the end of each bin, so that closing one is a copy and merging
 * two drops one; a bin's own numbers are a difference.
 */
public final class Bins {
  private final int rows;
  private long[][] cells = new long[64][];
  private long[] endNs = new long[64];
  private long[] dbHeldMax = new long[64];
  private long[] firstCells;
  private long firstNs;
  private int size;

  Bins(int rows) {
    this.rows = rows;
  }

  /** Sets where the first bin begins. */
  void begin(long atNs, long[] atCells) {
    firstNs = atNs;
    firstCells = atCells.clone();
  }

  /** Number of bins. */
  public int size() {
    return size;
  }

  /** Adds another bin, which ends now. */
  void add(long atNs, long[] atCells, long heldMax) {
    if (size == cells.length) {
      cells = Arrays.copyOf(cells, size * 2);
      endNs = Arrays.copyOf(endNs, size * 2);
      dbHeldMax = Arrays.copyOf(dbHeldMax, size * 2);
    }
    dbHeldMax[size] = 0;
    size++;
    extend(atNs, atCells, heldMax);
  }

  /** Sets the end of the last bin, which there must be, to now. */
  void extend(long atNs, long[] atCells, long heldMax) {
    int last = size - 1;
    cells[last] = atCells.clone();
    endNs[last] = atNs;
    dbHeldMax[last] = Math.max(dbHeldMax[last], heldMax);
  }

  /** Merges bins pairwise into half as many. */
  void halve() {
    size /= 2;
    for (int i = 0; i < size; i++) {
      cells[i] = cells[2 * i + 1];
      endNs[i] = endNs[2 * i + 1];
      dbHeldMax[i] = Math.max(dbHeldMax[2 * i], dbHeldMax[2 * i + 1]);
    }
    Arrays.fill(cells, size, 2 * size, null);
  }

  /** Where a bin ends; before the first, where that begins. */
  private long endNs(int bin) {
    return bin < 0 ? firstNs : endNs[bin];
  }

  private long[] cells(int bin) {
    return bin < 0 ? firstCells : cells[bin];
  }

  /** Integral of a gauge over a bin, in unit-nanoseconds. */
  public double integral(int bin, int row, Gauge gauge) {
    return integral(bin, Cells.value(row, gauge), cells[bin], endNs[bin]);
  }

  /** Integral of a gauge from the start of a bin, which may be the one after the last. */
  private double integral(int bin, int value, long[] atCells, long atNs) {
    return Cells.integral(atCells, value, atNs)
        - Cells.integral(cells(bin - 1), value, endNs(bin - 1));
  }

  /** Integral of a gauge over all bins and the time since the last, in unit-nanoseconds. */
  double integral(int row, Gauge gauge, long[] atCells, long atNs) {
    int value = Cells.value(row, gauge);
    double sum = 0;
    for (int bin = 0; bin < size; bin++) {
      sum += integral(bin, value, cells[bin], endNs[bin]);
    }
    return sum + integral(size, value, atCells, atNs);
  }

  /** The same, summed over rows. */
  public double integral(int bin, Gauge gauge) {
    double sum = 0;
    for (int row = 0; row < rows; row++) {
      sum += integral(bin, row, gauge);
    }
    return sum;
  }

  /** What a cell that counts grew by up to now. */
  long grown(int cell, long[] atCells) {
    return atCells[cell] - firstCells[cell];
  }

  private long grown(int bin, int cell) {
    return cells[bin][cell] - cells(bin - 1)[cell];
  }

  /** How often something happened in a bin, all rows. */
  public double count(int bin, Count what) {
    return countOfFirst(bin, rows, what);
  }

  /** How often something happened in a bin, the first so many rows together. */
  public double countOfFirst(int bin, int firstRows, Count what) {
    double sum = 0;
    for (int row = 0; row < firstRows; row++) {
      sum += count(bin, row, what);
    }
    return sum;
  }

  /** How often something happened in a bin. */
  public double count(int bin, int row, Count what) {
    return grown(bin, Cells.count(row, what));
  }

  /** Requests that failed with a reason in a bin, all rows. */
  public double failed(int bin, FailureReason reason) {
    return failedOfFirst(bin, rows, reason);
  }

  /** Requests that failed with a reason in a bin, the first so many rows together. */
  public double failedOfFirst(int bin, int firstRows, FailureReason reason) {
    double sum = 0;
    for (int row = 0; row < firstRows; row++) {
      sum += failed(bin, row, reason);
    }
    return sum;
  }

  /** Requests that failed with a reason in a bin. */
  public double failed(int bin, int row, FailureReason reason) {
    return grown(bin, Cells.failed(row, reason));
  }

  /** Billed nanoseconds that rounding and minimums added in a bin. */
  public double billedExtraNs(int bin, int row) {
    return grown(bin, Cells.extra(row));
  }

  /** Most connections held at once in a bin. */
  public long dbHeldMax(int bin) {
    return dbHeldMax[bin];
  }
}
