package dev.headroom.results;

import dev.headroom.core.Draws;
import dev.headroom.core.FailureReason;
import java.util.Arrays;
import org.HdrHistogram.Histogram;

/**
 * Keeps the ledgers, gauges, histograms and time series of one run, in memory that does not grow
 * with the number of requests. Each revision of each service has a row of its own.
 *
 * <p>Its clock is set once per event; what is told after that happened then. Gauges are integrated
 * as whole instance-nanoseconds: over a bin from s to e a gauge that ends at v and changed by d at
 * time t adds up to v (e - s) less the sum of d (t - s), so that a change costs two additions.
 *
 * <p>The series has at most BINS_MAX bins: one second at first, doubled by merging. Until time zero
 * everything goes into a bin thrown away.
 */
public final class Recorder {
  /** Most bins a series has. */
  public static final int BINS_MAX = 4096;

  private static final long SECOND_NS = 1_000_000_000L;
  private static final long HOUR_NS = 3600 * SECOND_NS;
  private static final int GAUGES = Gauge.count();
  private static final int COUNTS = Count.count();
  private static final int REASONS = FailureReason.count();

  private final int rows;
  private final int[] serviceOfRow;
  private final long[] value;
  /** Sum of each change times when it came, from the start of the bin. */
  private final long[] moment;
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
  private final LatencyCounts[] latency;
  private final double[] latencySumNs;
  private final Histogram acquireWait = new Histogram(1_000, 24 * HOUR_NS, 3);
  private final Histogram poolerWait = new Histogram(1_000, 24 * HOUR_NS, 3);
  private final Histogram[] boot;
  private final int[] peakLive;
  private final int[] peakLiveOfService;
  private final int[] liveOfService;
  private int live;
  private int peakLiveAll;
  private final int[] liveOf;
  private final double[] lifeSumNs;
  private final long[] lifeCount;
  private long peakDbHeld;
  private long fingerprint;
  private OutcomeListener outcomes;
  private boolean measuring;
  private long nowNs;
  private long sinceBinNs;
  private long binStartNs;
  private long binNs = SECOND_NS;
  private long binEndNs;

  /**
   * A recorder.
   *
   * @param serviceOfRow for each row, a revision, the service that it belongs to
   * @param startNs time of the first event; negative with a pre-roll
   */
  public Recorder(int[] serviceOfRow, long startNs) {
    this.rows = serviceOfRow.length;
    this.serviceOfRow = serviceOfRow.clone();
    int services = Arrays.stream(serviceOfRow).max().orElse(-1) + 1;
    peakLiveOfService = new int[services];
    liveOfService = new int[services];
    value = new long[rows * GAUGES];
    moment = new long[rows * GAUGES];
    binIntegral = new long[rows * GAUGES];
    preRollIntegral = new double[rows * GAUGES];
    binCount = new long[rows * COUNTS];
    binFailed = new long[rows * REASONS];
    binBilledExtraNs = new double[rows];
    bins = new Bins(rows);
    totals = new Totals(rows);
    latency = new LatencyCounts[rows];
    boot = new Histogram[rows];
    for (int s = 0; s < rows; s++) {
      latency[s] = new LatencyCounts(1_000, 48 * HOUR_NS, 3);
      boot[s] = new Histogram(1_000, 48 * HOUR_NS, 2);
    }
    latencySumNs = new double[rows];
    peakLive = new int[rows];
    liveOf = new int[rows];
    lifeSumNs = new double[rows];
    lifeCount = new long[rows];
    measuring = startNs >= 0;
    nowNs = startNs;
    binStartNs = startNs;
    binEndNs = measuring ? startNs + binNs : 0;
  }

  /** Sets the clock, before an event or at the end; never back. */
  public void advanceTo(long toNs) {
    if (toNs >= binEndNs) {
      roll(toNs);
    }
    nowNs = toNs;
    sinceBinNs = toNs - binStartNs;
  }

  /** Adds {@code delta} to a gauge. */
  public void change(int row, Gauge gauge, long delta) {
    int i = row * GAUGES + gauge.ordinal();
    value[i] += delta;
    moment[i] += delta * sinceBinNs;
  }

  /** Sets a gauge. */
  public void set(int row, Gauge gauge, long newValue) {
    change(row, gauge, newValue - value[row * GAUGES + gauge.ordinal()]);
  }

  /** The value of a gauge now. */
  public long value(int row, Gauge gauge) {
    return value[row * GAUGES + gauge.ordinal()];
  }

  /** Integral of a gauge over time up to now, pre-roll included, in unit-nanoseconds. */
  public double integral(int row, Gauge gauge) {
    int i = row * GAUGES + gauge.ordinal();
    double closed = preRollIntegral[i] + totals.integral[i];
    return closed + (value[i] * sinceBinNs - moment[i]);
  }

  /** Counts a whole amount at once, such as nanoseconds. */
  public void add(int row, Count what, long amount) {
    binCount[row * COUNTS + what.ordinal()] += amount;
  }

  /** Counts one. */
  public void count(int row, Count what) {
    binCount[row * COUNTS + what.ordinal()]++;
  }

  /** Counts a request that failed for good. */
  public void failed(int row, FailureReason reason) {
    count(row, Count.FAILED);
    binFailed[row * REASONS + reason.ordinal()]++;
    if (reason.isDatabase()) {
      count(row, Count.DB_FAILED);
    }
  }

  /** Counts a request that succeeded. */
  public void completed(int row, long latencyNs) {
    count(row, Count.COMPLETED);
    latency[row].record(latencyNs);
    latencySumNs[row] += latencyNs;
    latencyBins.record(latencyNs);
    binLatencyMaxNs = Math.max(binLatencyMaxNs, latencyNs);
  }

  /** Adds billed time that rounding or a minimum adds to the time that passed. */
  public void billExtra(int row, double extraNs) {
    binBilledExtraNs[row] += extraNs;
  }

  /** One instance more (+1) or fewer (-1) exists. */
  public void liveChanged(int row, int delta) {
    int service = serviceOfRow[row];
    liveOf[row] += delta;
    liveOfService[service] += delta;
    live += delta;
    if (measuring) {
      peakLive[row] = Math.max(peakLive[row], liveOf[row]);
      peakLiveOfService[service] = Math.max(peakLiveOfService[service], liveOfService[service]);
      peakLiveAll = Math.max(peakLiveAll, live);
    }
  }

  /** An instance's start-up took {@code bootNs}. */
  public void booted(int row, long bootNs) {
    if (measuring) {
      boot[row].recordValue(bootNs);
    }
  }

  /** An instance that lived {@code lifeNs} is gone. */
  public void ended(int row, long lifeNs) {
    if (measuring) {
      lifeSumNs[row] += lifeNs;
      lifeCount[row]++;
    }
  }

  /** A connection was handed over after {@code waitNs}. */
  public void acquired(long waitNs) {
    if (measuring) {
      acquireWait.recordValue(waitNs);
    }
  }

  /** A pooler gave a server connection after {@code waitNs}. */
  public void poolerServed(long waitNs) {
    if (measuring) {
      poolerWait.recordValue(waitNs);
    }
  }

  /** Connections that the database server holds now, all rows together. */
  public void dbHeld(long held) {
    binDbHeldMax = Math.max(binDbHeldMax, held);
    peakDbHeld = Math.max(peakDbHeld, held);
  }

  /** Folds a domain outcome into the fingerprint; the order of equal-time outcomes is no matter. */
  public void fold(long entity, long outcome) {
    if (outcomes != null) {
      outcomes.outcome(entity, outcome, nowNs);
    }
    fingerprint += Draws.mix(entity * 0x9E3779B97F4A7C15L + outcome * 0xD1342543DE82EF95L + nowNs);
  }

  /** Says who hears the outcomes, before the run. */
  public void listen(OutcomeListener listener) {
    outcomes = listener;
  }

  /** Remembers the totals of now, where the traffic ends and the tail begins. */
  public void markTraceEnd() {
    integrate(sinceBinNs);
    atTraceEnd = totals.plus(binIntegral, binCount, binFailed, binBilledExtraNs, latencySumNs);
  }

  /** Closes the last bin at the end of the run. */
  public void finish() {
    integrate(sinceBinNs);
    closeBin(nowNs);
    totals.latencySum(latencySumNs);
  }

  private void integrate(long lengthNs) {
    for (int i = 0; i < value.length; i++) {
      binIntegral[i] = value[i] * lengthNs - moment[i];
    }
  }

  private void roll(long toNs) {
    while (toNs >= binEndNs) {
      long endNs = binEndNs;
      integrate(endNs - binStartNs);
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
    for (int s = 0; s < rows; s++) {
      latency[s].reset();
      peakLive[s] = liveOf[s];
    }
    System.arraycopy(liveOfService, 0, peakLiveOfService, 0, liveOfService.length);
    peakLiveAll = live;
    peakDbHeld = binDbHeldMax;
    clearBin();
  }

  private void closeBin(long endNs) {
    // What happens at the very end of a run belongs to the last bin.
    boolean another = endNs > binStartNs;
    if (another || bins.size() > 0) {
      bins.add(another, binIntegral, binCount, binFailed, binBilledExtraNs, binDbHeldMax);
      latencyBins.close(bins.size() - 1, binLatencyMaxNs);
    }
    totals.add(binIntegral, binCount, binFailed, binBilledExtraNs);
    clearBin();
  }

  private void clearBin() {
    Arrays.fill(moment, 0);
    Arrays.fill(binCount, 0);
    Arrays.fill(binFailed, 0);
    Arrays.fill(binBilledExtraNs, 0);
    binDbHeldMax = 0;
    for (int s = 0; s < rows; s++) {
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

  /** Latency of completed requests of a row, in nanoseconds. */
  public Histogram latency(int row) {
    return latency[row].histogram();
  }

  /** Start-up times of a row, in nanoseconds. */
  public Histogram boot(int row) {
    return boot[row];
  }

  /** Time attempts waited for a database connection, in nanoseconds. */
  public Histogram acquireWait() {
    return acquireWait;
  }

  /** Time attempts waited inside the pooler, in nanoseconds. */
  public Histogram poolerWait() {
    return poolerWait;
  }

  /** Most instances of a row at once. */
  public int peakLive(int row) {
    return peakLive[row];
  }

  /** Most instances of a service, all its revisions together, at once. */
  public int peakLiveOfService(int service) {
    return peakLiveOfService[service];
  }

  /** Most instances of all rows at once. */
  public int peakLive() {
    return peakLiveAll;
  }

  /** Most connections the server held at once. */
  public long peakDbHeld() {
    return peakDbHeld;
  }

  /** Lives of the instances that ended, added up, in nanoseconds. */
  public double lifeSumNs(int row) {
    return lifeSumNs[row];
  }

  /** Instances that ended. */
  public long lifeCount(int row) {
    return lifeCount[row];
  }

  /** Sum of the outcomes folded in. */
  public long fingerprint() {
    return Draws.mix(fingerprint);
  }

  /** Number of rows: revisions of all services. */
  public int rows() {
    return rows;
  }
}
