package dev.headroom.results;

/**
 * A finished run's series in longer intervals, such as those of somebody else's metrics: a bin
 * belongs to the interval in which it starts.
 */
public final class Intervals {
  private final Recorder recorder;
  private final long fromNs;
  private final long lengthNs;
  private final int count;

  /**
   * Looks at a run in intervals.
   *
   * @param fromNs start of the first, in nanoseconds from the start of the run, 0 or more
   * @param lengthNs of each, at least a bin of the run
   * @param count how many
   */
  public Intervals(Recorder recorder, long fromNs, long lengthNs, int count) {
    this.recorder = recorder;
    this.fromNs = fromNs;
    this.lengthNs = lengthNs;
    this.count = count;
  }

  /** The mean of some gauges' sum; NaN after the end of the run. */
  public double[] mean(Gauge... gauges) {
    double[] means = new double[count];
    for (int i = 0; i < count; i++) {
      double sum = 0;
      for (int bin = first(i); bin < first(i + 1); bin++) {
        for (Gauge gauge : gauges) {
          sum += recorder.bins().integral(bin, gauge);
        }
      }
      means[i] = sum / ((first(i + 1) - first(i)) * (double) recorder.binNs());
    }
    return means;
  }

  /** How often something happened to requests of the first so many rows. */
  public double[] sum(Count what, int rows) {
    double[] sums = new double[count];
    for (int i = 0; i < count; i++) {
      for (int bin = first(i); bin < first(i + 1); bin++) {
        sums[i] += recorder.bins().countOfFirst(bin, rows, what);
      }
    }
    return sums;
  }

  /** A quantile of the latency of the requests that completed; NaN where none did. */
  public double[] latencyMs(double quantile) {
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = recorder.latencyBins().quantileNs(first(i), first(i + 1), quantile) / 1e6;
    }
    return values;
  }

  private int first(int interval) {
    long startNs = fromNs + interval * lengthNs;
    long bin = (startNs + recorder.binNs() - 1) / recorder.binNs();
    return (int) Math.min(bin, recorder.bins().size());
  }
}
