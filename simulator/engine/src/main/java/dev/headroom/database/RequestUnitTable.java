package dev.headroom.database;

/**
 * A table that serves reads and writes by request units: up to what its previous peak allows, up to
 * the quota of each kind, and of its hottest partition no more than a partition can.
 *
 * <p>A read or write that any of these refuses uses nothing of the others.
 */
public final class RequestUnitTable {
  private static final long SECOND_NS = 1_000_000_000L;
  private static final double SLACK = 1e-6;

  private final TableOptions options;
  private final OnDemandThroughput throughput;
  private final double perRead;
  private final double startCapacity;
  private long second = Long.MIN_VALUE;
  private double reads;
  private double writes;
  private double hot;
  private double readPeak;
  private double writePeak;

  /** A new table. */
  public RequestUnitTable(TableOptions options) {
    this.options = options;
    // On one scale of write units, so that any mix of the two can be compared with the limit.
    this.perRead = options.initialWrites() / options.initialReads();
    this.throughput =
        new OnDemandThroughput(options.initialWrites(), options.growth(), options.growAfterNs());
    this.startCapacity = options.initialWrites();
  }

  /** What kind of table it is. */
  public TableOptions options() {
    return options;
  }

  /**
   * Serves a read or a write, if this second has room for it.
   *
   * @param isHot whether it is for the hottest partition
   */
  public boolean take(boolean isWrite, boolean isHot, long nowNs) {
    long now = Math.floorDiv(nowNs, SECOND_NS);
    if (now != second) {
      second = now;
      reads = 0;
      writes = 0;
      hot = 0;
    }
    double read = isWrite ? 0 : options.readUnits();
    double write = isWrite ? options.writeUnits() : 0;
    double ofPartition = read / options.partitionReads() + write / options.partitionWrites();
    if (reads + read > options.readQuota() + SLACK
        || writes + write > options.writeQuota() + SLACK
        || isHot && hot + ofPartition > 1 + SLACK
        || !throughput.take(write + read * perRead, nowNs)) {
      return false;
    }
    reads += read;
    writes += write;
    hot += isHot ? ofPartition : 0;
    if (now >= 0) {
      readPeak = Math.max(readPeak, reads);
      writePeak = Math.max(writePeak, writes);
    }
    return true;
  }

  /** Most read units served in one second of the run. */
  public double readPeak() {
    return readPeak;
  }

  /** Most write units served in one second of the run. */
  public double writePeak() {
    return writePeak;
  }

  /** Write units that the new table could serve in a second; reads count less. */
  public double startCapacity() {
    return startCapacity;
  }

  /** Write units that it can serve in this second by its previous peak; reads count less. */
  public double capacity(long nowNs) {
    return throughput.capacity(nowNs);
  }
}
