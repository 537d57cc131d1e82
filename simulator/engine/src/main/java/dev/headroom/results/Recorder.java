package dev.headroom.results;

import dev.headroom.core.Draws;
import dev.headroom.core.FailureReason;
import java.util.Arrays;
import org.HdrHistogram.Histogram;

/**
 * Keeps the ledgers, gauges, histograms and time series of one run, in memory that does not grow
 * with the number of requests.
 *
 * <p>Gauges are integrated as whole instance-nanoseconds. The series has at most {@link #BINS_MAX}
 * bins: one second at first, doubled by merging. Until time zero (a window's pre-roll) everything
 * goes into a bin that is thrown away.
 */
public final class Recorder {
  /** Most bins a series has. */
  public static final int BINS_MAX = 4096;

  private static final long SECOND_NS = 1_000_000_000L;
  private static final long HOUR_NS = 3600 * SECOND_NS;
  private static final int GAUGES = Gauge.count();
  private static final int COUNTS = Count.count();
  private static final int REASONS = FailureReason.count();

  private final int services;
  private final long[] value;
  private final long[] lastNs;
  private final long[] binIntegral;
  private final double[] preRollIntegral;
  private final long[] binCount;
  private final long[] binFailed;
  private final double[] binBilledExtraNs;
  private long binDbHeldMax;
  private long binLatencyMaxNs;

  private final Bins bins;
  private final Totals totals;
  private Totals atTraceEnd;
  private final LatencyBins latencyBins = new LatencyBins();
  private final Histogram[] latency;
  private final double[] latencySumNs;
  private final Histogram acquireWait = new Histogram(1_000, 24 * HOUR_NS, 3);
  private final Histogram[] boot;
  private final int[] peakLive;
  private int live;
  private int peakLiveAll;
  private final int[] liveOf;
  private final double[] lifeSumNs;
  private final long[] lifeCount;
  private long peakDbHeld;
  private long fingerprint;
  private boolean measuring;
  private long binStartNs;
  private long binNs = SECOND_NS;
  private long binEndNs;

  /**
   * A recorder.
   *
   * @param services number of services
   * @param startNs time of the first event; negative with a pre-roll
   */
  public Recorder(int services, long startNs) {
    this.services = services;
    value = new long[services * GAUGES];
    lastNs = new long[services * GAUGES];
    Arrays.fill(lastNs, startNs);
    binIntegral = new long[services * GAUGES];
    preRollIntegral = new double[services * GAUGES];
    binCount = new long[services * COUNTS];
    binFailed = new long[services * REASONS];
    binBilledExtraNs = new double[services];
    bins = new Bins(services);
    totals = new Totals(services);
    latency = new Histogram[services];
    boot = new Histogram[services];
    for (int s = 0; s < services; s++) {
      latency[s] = new Histogram(1_000, 48 * HOUR_NS, 3);
      boot[s] = new Histogram(1_000, 48 * HOUR_NS, 2);
    }
    latencySumNs = new double[services];
    peakLive = new int[services];
    liveOf = new int[services];
    lifeSumNs = new double[services];
    lifeCount = new long[services];
    measuring = startNs >= 0;
    binStartNs = startNs;
    binEndNs = measuring ? startNs + binNs : 0;
  }

  /** Adds {@code delta} to a gauge. */
  public void change(int service, Gauge gauge, long delta, long nowNs) {
    if (nowNs >= binEndNs) {
      roll(nowNs);
    }
    int i = service * GAUGES + gauge.ordinal();
    long old = value[i];
    binIntegral[i] += old * (nowNs - lastNs[i]);
    lastNs[i] = nowNs;
    value[i] = old + delta;
  }

  /** Sets a gauge. */
  public void set(int service, Gauge gauge, long newValue, long nowNs) {
    change(service, gauge, newValue - value[service * GAUGES + gauge.ordinal()], nowNs);
  }

  /** The value of a gauge now. */
  public long value(int service, Gauge gauge) {
    return value[service * GAUGES + gauge.ordinal()];
  }

  /** Integral of a gauge over time up to now, pre-roll included, in unit-nanoseconds. */
  public double integral(int service, Gauge gauge, long nowNs) {
    int i = service * GAUGES + gauge.ordinal();
    double closed = preRollIntegral[i] + totals.integral[i];
    return closed + binIntegral[i] + (double) value[i] * (nowNs - lastNs[i]);
  }

  /** Counts one. */
  public void count(int service, Count what, long nowNs) {
    if (nowNs >= binEndNs) {
      roll(nowNs);
    }
    binCount[service * COUNTS + what.ordinal()]++;
  }

  /** Counts a request that failed for good. */
  public void failed(int service, FailureReason reason, long nowNs) {
    count(service, Count.FAILED, nowNs);
    binFailed[service * REASONS + reason.ordinal()]++;
    if (reason.isDatabase()) {
      count(service, Count.DB_FAILED, nowNs);
    }
  }

  /** Counts a request that succeeded. */
  public void completed(int service, long latencyNs, long nowNs) {
    count(service, Count.COMPLETED, nowNs);
    latency[service].recordValue(latencyNs);
    latencySumNs[service] += latencyNs;
    latencyBins.record(latencyNs);
    if (latencyNs > binLatencyMaxNs) {
      binLatencyMaxNs = latencyNs;
    }
  }

  /** Adds billed time that rounding or a minimum adds to the time that passed. */
  public void billExtra(int service, double extraNs, long nowNs) {
    if (nowNs >= binEndNs) {
      roll(nowNs);
    }
    binBilledExtraNs[service] += extraNs;
  }

  /** One instance more (+1) or fewer (-1) exists. */
  public void liveChanged(int service, int delta) {
    liveOf[service] += delta;
    live += delta;
    if (measuring) {
      peakLive[service] = Math.max(peakLive[service], liveOf[service]);
      peakLiveAll = Math.max(peakLiveAll, live);
    }
  }

  /** An instance's start-up took {@code bootNs}. */
  public void booted(int service, long bootNs) {
    if (measuring) {
      boot[service].recordValue(bootNs);
    }
  }

  /** An instance that lived {@code lifeNs} is gone. */
  public void ended(int service, long lifeNs) {
    if (measuring) {
      lifeSumNs[service] += lifeNs;
      lifeCount[service]++;
    }
  }

  /** A connection was handed over after {@code waitNs}. */
  public void acquired(long waitNs) {
    if (measuring) {
      acquireWait.recordValue(waitNs);
    }
  }

  /** Connections that the database server holds now, all services together. */
  public void dbHeld(long held, long nowNs) {
    if (nowNs >= binEndNs) {
      roll(nowNs);
    }
    binDbHeldMax = Math.max(binDbHeldMax, held);
    if (measuring) {
      peakDbHeld = Math.max(peakDbHeld, held);
    }
  }

  /** Folds a domain outcome into the fingerprint; the order of equal-time outcomes is no matter. */
  public void fold(long entity, long outcome, long nowNs) {
    fingerprint += Draws.mix(entity * 0x9E3779B97F4A7C15L + outcome * 0xD1342543DE82EF95L + nowNs);
  }

  /** Remembers the totals of now, where the traffic ends and the tail begins. */
  public void markTraceEnd(long nowNs) {
    settle(nowNs);
    atTraceEnd = totals.plus(binIntegral, binCount, binFailed, binBilledExtraNs, latencySumNs);
  }

  /** Closes the last bin at the end of the run. */
  public void finish(long nowNs) {
    settle(nowNs);
    closeBin(nowNs);
    totals.latencySum(latencySumNs);
  }

  private void settle(long nowNs) {
    if (nowNs >= binEndNs) {
      roll(nowNs);
    }
    for (int i = 0; i < value.length; i++) {
      binIntegral[i] += value[i] * (nowNs - lastNs[i]);
      lastNs[i] = nowNs;
    }
  }

  private void roll(long nowNs) {
    while (nowNs >= binEndNs) {
      long endNs = binEndNs;
      for (int i = 0; i < value.length; i++) {
        binIntegral[i] += value[i] * (endNs - lastNs[i]);
        lastNs[i] = endNs;
      }
      if (measuring) {
        closeBin(endNs);
      } else {
        discardPreRoll();
      }
      if (bins.size() == BINS_MAX) {
        bins.halve();
        latencyBins.halve(BINS_MAX);
        binNs *= 2;
      }
      binStartNs = endNs;
      binEndNs = endNs + binNs;
    }
  }

  private void discardPreRoll() {
    measuring = true;
    fingerprint = 0;
    for (int i = 0; i < binIntegral.length; i++) {
      preRollIntegral[i] += binIntegral[i];
    }
    latencyBins.discard();
    Arrays.fill(latencySumNs, 0);
    for (int s = 0; s < services; s++) {
      latency[s].reset();
      peakLive[s] = liveOf[s];
    }
    peakLiveAll = live;
    peakDbHeld = binDbHeldMax;
    clearBin();
  }

  private void closeBin(long endNs) {
    if (endNs > binStartNs) {
      bins.add(binIntegral, binCount, binFailed, binBilledExtraNs, binDbHeldMax);
      latencyBins.close(bins.size() - 1, binLatencyMaxNs);
    }
    totals.add(binIntegral, binCount, binFailed, binBilledExtraNs);
    clearBin();
  }

  private void clearBin() {
    Arrays.fill(binIntegral, 0);
    Arrays.fill(binCount, 0);
    Arrays.fill(binFailed, 0);
    Arrays.fill(binBilledExtraNs, 0);
    binDbHeldMax = 0;
    for (int s = 0; s < services; s++) {
      binDbHeldMax += value[s * GAUGES + Gauge.DB_HELD.ordinal()];
    }
    binLatencyMaxNs = 0;
  }

  /** Totals of the whole run, tail included. */
  public Totals totals() {
    return totals;
  }

  /** Totals up to the end of the traffic. */
  public Totals atTraceEnd() {
    return atTraceEnd;
  }

  /** The time series. */
  public Bins bins() {
    return bins;
  }

  LatencyBins latencyBins() {
    return latencyBins;
  }

  /** Length of a bin of the series in nanoseconds. */
  public long binNs() {
    return binNs;
  }

  /** Latency of completed requests of a service, in nanoseconds. */
  public Histogram latency(int service) {
    return latency[service];
  }

  /** Start-up times of a service, in nanoseconds. */
  public Histogram boot(int service) {
    return boot[service];
  }

  /** Time attempts waited for a database connection, in nanoseconds. */
  public Histogram acquireWait() {
    return acquireWait;
  }

  /** Most instances of a service at once. */
  public int peakLive(int service) {
    return peakLive[service];
  }

  /** Most instances of all services at once. */
  public int peakLive() {
    return peakLiveAll;
  }

  /** Most connections the server held at once. */
  public long peakDbHeld() {
    return peakDbHeld;
  }

  /** Mean life of instances that ended, in nanoseconds; NaN where none did. */
  public double meanLifeNs(int service) {
    return lifeSumNs[service] / lifeCount[service];
  }

  /** Sum of the outcomes folded in. */
  public long fingerprint() {
    return Draws.mix(fingerprint);
  }

  /** Number of services. */
  public int services() {
    return services;
  }
}
