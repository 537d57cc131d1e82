package dev.headroom.database;

import dev.headroom.config.Section;
import dev.headroom.core.Distribution;
import java.util.List;

/**
 * A database without connections that serves so many request units a second.
 *
 * @param engine for people
 * @param latency of one read or write that is served
 * @param readUnits that one read costs
 * @param writeUnits that one write costs
 * @param initialReads read units per second of a new table, where it does nothing else
 * @param initialWrites write units per second of a new table, where it does nothing else
 * @param growth what of its previous peak the table serves at once
 * @param growAfterNs until a busy second counts as previous peak
 * @param readQuota most read units per second whatever the peak
 * @param writeQuota most write units per second whatever the peak
 * @param hotShare share of the reads and writes that one partition gets beside its even part
 * @param partitionReads read units per second of a partition
 * @param partitionWrites write units per second of a partition
 * @param attempts of a read or write before its request fails
 * @param backoffNs longest pause before the second attempt, doubled from then on
 */
public record TableOptions(
    String engine,
    Distribution latency,
    double readUnits,
    double writeUnits,
    double initialReads,
    double initialWrites,
    double growth,
    long growAfterNs,
    double readQuota,
    double writeQuota,
    double hotShare,
    double partitionReads,
    double partitionWrites,
    int attempts,
    long backoffNs) {

  private static final long SECOND = 1_000_000_000L;
  private static final double UNITS_MAX = 1e9;
  private static final String CONNECTIONS = "connections";
  private static final String REQUEST_UNITS = "request-units";

  /** The keys of such a model that are simulated. */
  public static final List<String> MODEL_KEYS = List.of(
      "engine",
      "limitedBy",
      "latency",
      "units",
      "throughput",
      "hotShare",
      "partition",
      "retries",
      "price");

  /** Whether a {@code database} section is of this kind. */
  public static boolean describes(Section section) {
    return section.has("limitedBy")
        && section.choice("limitedBy", List.of(CONNECTIONS, REQUEST_UNITS)).equals(REQUEST_UNITS);
  }

  /** Reads a {@code database} section of this kind. */
  public static TableOptions read(Section section) {
    Section units = section.section("units");
    Section throughput = section.section("throughput");
    Section partition = section.section("partition");
    Section retries = section.section("retries");
    return new TableOptions(
        section.text("engine"),
        section.distribution("latency"),
        units.number("read", 0, UNITS_MAX),
        units.number("write", 0, UNITS_MAX),
        throughput.number("initialReads", 1, UNITS_MAX),
        throughput.number("initialWrites", 1, UNITS_MAX),
        throughput.number("growth", 1, 1000),
        throughput.durationNs("growAfter", 0, 366L * 86_400 * SECOND),
        throughput.number("readQuota", 1, UNITS_MAX),
        throughput.number("writeQuota", 1, UNITS_MAX),
        section.share("hotShare"),
        partition.number("reads", 1, UNITS_MAX),
        partition.number("writes", 1, UNITS_MAX),
        retries.integer("attempts", 1, 100),
        retries.durationNs("base", 0, 60 * SECOND));
  }
}
