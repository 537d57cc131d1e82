package dev.headroom.scaling.knative;

/**
 * The stable and the panic window over what is reported of one revision.
 *
 * <p>Of a pod's report only what did not come through an activator counts, since the activator
 * reports the rest; by their different lags the difference can be below zero. Source:
 * knative/serving {@code pkg/autoscaler/metrics/collector.go}.
 */
public final class MetricWindows {
  private static final long GRANULARITY_NS = 1_000_000_000L;

  private final WindowSettings settings;
  private final WindowBuckets stable;
  private final WindowBuckets panic;
  private double stableAverage;
  private double panicAverage;

  /** Two empty windows. */
  public MetricWindows(WindowSettings settings, Release release) {
    this.settings = settings;
    this.stable = new WindowBuckets(
        settings.aggregation(), settings.stableWindowNs(), GRANULARITY_NS, release);
    this.panic = new WindowBuckets(
        settings.aggregation(), settings.panicWindowNs(), GRANULARITY_NS, release);
  }

  /** Takes a report that arrived, or was measured, at a time. */
  public void record(long atNs, PodReport report) {
    double value =
        switch (settings.metric()) {
          case CONCURRENCY -> report.concurrency - report.proxiedConcurrency;
          case RPS -> report.requests - report.proxiedRequests;
        };
    stable.record(atNs, value);
    panic.record(atNs, value);
  }

  /**
   * Averages both windows by now. False where nothing is known: pods are scraped, and yet the
   * stable window is empty. Where only activators report, silence means zero.
   */
  public boolean observe(long nowNs) {
    stableAverage = stable.average(nowNs);
    panicAverage = panic.average(nowNs);
    return !settings.scraped() || !stable.isEmpty(nowNs);
  }

  /** The stable window's average when last observed. */
  public double stable() {
    return stableAverage;
  }

  /** The panic window's average when last observed. */
  public double panic() {
    return panicAverage;
  }
}
