package dev.headroom.scaling;

/**
 * The last samples of some integrals, so that averages over a window are differences: one sample
 * per decision, cost independent of the request rate.
 */
final class Window {
  private final long spanNs;
  private final long intervalNs;
  private final int series;
  private final long[] timeNs;
  private final long[] value;
  private int newest = -1;
  private int count;

  /** A window of {@code spanNs} sampled every {@code intervalNs} over some integrals. */
  Window(long spanNs, long intervalNs, int series) {
    this.spanNs = spanNs;
    this.intervalNs = intervalNs;
    this.series = series;
    int samples = (int) (spanNs / intervalNs) + 2;
    timeNs = new long[samples];
    value = new long[samples * series];
  }

  /** Adds the sample of now; the integrals in the order the owner reads them. */
  void add(long nowNs, long... integrals) {
    if (count == 0) {
      // Integrals begin at zero one interval before the first decision.
      newest = 0;
      count = 1;
      timeNs[0] = nowNs - intervalNs;
    }
    newest = (newest + 1) % timeNs.length;
    count = Math.min(count + 1, timeNs.length);
    timeNs[newest] = nowNs;
    System.arraycopy(integrals, 0, value, newest * series, series);
  }

  /** Time the window covers by now, at most its span; 0 before the first sample. */
  long coveredNs() {
    return count == 0 ? 0 : timeNs[newest] - timeNs[oldest()];
  }

  /** How much integral {@code which} grew over the covered time. */
  double growth(int which) {
    return count == 0 ? 0 : value[newest * series + which] - value[oldest() * series + which];
  }

  /** Average of the integrand over the covered time, 0 before the first sample. */
  double mean(int which) {
    long coveredNs = coveredNs();
    return coveredNs == 0 ? 0 : growth(which) / coveredNs;
  }

  private int oldest() {
    int at = newest;
    for (int back = 1; back < count; back++) {
      int i = (newest - back + timeNs.length) % timeNs.length;
      if (timeNs[newest] - timeNs[i] > spanNs) {
        break;
      }
      at = i;
    }
    return at;
  }
}
