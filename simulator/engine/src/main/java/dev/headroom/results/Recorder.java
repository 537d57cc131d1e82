package dev.headroom.results;

import dev.headroom.core.Draws;
import dev.headroom.core.FailureReason;
import java.util.Arrays;
import org.HdrHistogram.Histogram;

/**
 * Keeps the ledgers, gauges, histograms and time series of one run, in memory that does not grow
 * with the number of requests. Each revision of each service has a row of its own.
 *
 * <p>Its clock is set once per event; what is told after that happened then. The numbers stand in
 * {@link Cells}, so that a change of a gauge costs two additions and the end of a bin a copy.
 *
 * <p>The series has at most BINS_MAX bins: one second at first, doubled by merging. Until time zero
 * everything goes into a bin thrown away.
 */
public final class Recorder {
  /** Most bins a series has. */
  public static final int BINS_MAX = 4096;

  private static final long SECOND_NS = 1_000_000_000L;
  private static final long HOUR_NS = 3600 * SECOND_NS;

  private final int rows;
  private final int[] serviceOfRow;
  private final long[] cells;
  private long binDbHeldMax;
  private long binLatencyMaxNs;

  private final Bins bins;
  private Totals totals;
  private Totals atTraceEnd;
  private final LatencyBins latencyBins = new LatencyBins();
  private final LatencyCounts[] latency;
  private final TimeSpent[] spent;
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
    cells = new long[rows * Cells.WIDTH];
    bins = new Bins(rows);
    bins.begin(startNs, cells);
    latency = new LatencyCounts[rows];
    spent = new TimeSpent[rows];
    boot = new Histogram[rows];
    for (int s = 0; s < rows; s++) {
      latency[s] = new LatencyCounts(1_000, 48 * HOUR_NS, 3);
      spent[s] = new TimeSpent(latency[s].classes());
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
  }

  /** Adds {@code delta} to a gauge. */
  public void change(int row, Gauge gauge, long delta) {
    int value = Cells.value(row, gauge);
    cells[value] += delta;
    cells[value + 1] += delta * nowNs;
  }

  /** Sets a gauge. */
  public void set(int row, Gauge gauge, long newValue) {
    change(row, gauge, newValue - cells[Cells.value(row, gauge)]);
  }

  /** The value of a gauge now. */
  public long value(int row, Gauge gauge) {
    return cells[Cells.value(row, gauge)];
  }

  /**
   * Integral of a gauge over time up to now, pre-roll included, in unit-nanoseconds. It may have
   * left the range of a long; the difference between two times is right.
   */
  public long integral(int row, Gauge gauge) {
    return Cells.integral(cells, Cells.value(row, gauge), nowNs);
  }

  /** Counts a whole amount at once, such as nanoseconds. */
  public void add(int row, Count what, long amount) {
    cells[Cells.count(row, what)] += amount;
  }

  /** Counts one. */
  public void count(int row, Count what) {
    cells[Cells.count(row, what)]++;
  }

  /** Counts a request that failed for good. */
  public void failed(int row, FailureReason reason) {
    count(row, Count.FAILED);
    cells[Cells.failed(row, reason)]++;
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

  /** A part of the time of a request that succeeded after {@code latencyNs}. */
  public void spent(int row, long latencyNs, TimeSpent.Part part, long ns) {
    spent[row].add(latency[row].latencyClass(latencyNs), part, ns);
  }

  /** Adds billed time that rounding or a minimum adds to the time that passed. */
  public void billExtra(int row, long extraNs) {
    cells[Cells.extra(row)] += extraNs;
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
    atTraceEnd = new Totals(bins, cells, nowNs, latencySumNs);
  }

  /** Closes the last bin at the end of the run. */
  public void finish() {
    closeBin(nowNs);
    totals = new Totals(bins, cells, nowNs, latencySumNs);
  }

  private void roll(long toNs) {
    while (toNs >= binEndNs) {
      long endNs = binEndNs;
      if (measuring) {
        closeBin(endNs);
      } else {
        discardPreRoll(endNs);
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

  private void discardPreRoll(long endNs) {
    measuring = true;
    fingerprint = 0;
    bins.begin(endNs, cells);
    latencyBins.discard();
    Arrays.fill(latencySumNs, 0);
    for (int s = 0; s < rows; s++) {
      latency[s].reset();
      peakLive[s] = liveOf[s];
    }
    System.arraycopy(liveOfService, 0, peakLiveOfService, 0, liveOfService.length);
    peakLiveAll = live;
    beginBin();
    // As many as are held now: the most of the pre-roll is no peak of the run.
    peakDbHeld = binDbHeldMax;
  }

  private void closeBin(long endNs) {
    // What happens at the very end of a run belongs to the last bin.
    if (endNs > binStartNs) {
      bins.add(endNs, cells, binDbHeldMax);
    } else if (bins.size() > 0) {
      bins.extend(endNs, cells, binDbHeldMax);
    }
    if (bins.size() > 0) {
      latencyBins.close(bins.size() - 1, binLatencyMaxNs);
    }
    beginBin();
  }

  private void beginBin() {
    binDbHeldMax = 0;
    for (int s = 0; s < rows; s++) {
      binDbHeldMax += value(s, Gauge.DB_HELD);
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

  /** Latency of completed requests of a row, in nanoseconds; made anew at each call. */
  public Histogram latency(int row) {
    return latency[row].histogram();
  }

  /**
   * Completed requests of a row that took {@code latencyNs}, or as good as that, or longer: those
   * of its latency class, which is 3 % wide, and of all above.
   */
  public long slowCount(int row, long latencyNs) {
    return latency[row].countFrom(latency[row].latencyClass(latencyNs));
  }

  /** What these requests took in all, in nanoseconds. */
  public double slowSumNs(int row, long latencyNs) {
    return latency[row].sumFrom(latency[row].latencyClass(latencyNs));
  }

  /** What these requests spent on a part, in nanoseconds. */
  public double slowSpentNs(int row, long latencyNs, TimeSpent.Part part) {
    return spent[row].sumNs(latency[row].latencyClass(latencyNs), part);
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
