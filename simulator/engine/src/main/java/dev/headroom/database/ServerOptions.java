package dev.headroom.database;

import dev.headroom.config.Section;

/**
 * A database server.
 *
 * @param engine its kind
 * @param maxConnections slots, {@code Integer.MAX_VALUE} for no limit
 * @param reserved last slots that only administrators may take
 * @param otherSessions slots that sessions outside the simulation hold all the time
 * @param cores processors that set-up work and statements share
 * @param connect what a new connection costs
 * @param contention between active connections, or null for none
 * @param deadPeerTimeoutNs until the server frees the slot of a client that went without a word,
 *     {@code Long.MAX_VALUE} never
 * @param idleCutNs after which something between cuts an idle connection, {@code Long.MAX_VALUE}
 *     never
 */
public record ServerOptions(
    Engine engine,
    int maxConnections,
    int reserved,
    int otherSessions,
    double cores,
    Connect connect,
    Contention contention,
    long deadPeerTimeoutNs,
    long idleCutNs) {

  private static final long SECOND = 1_000_000_000L;
  private static final long DAY = 86_400 * SECOND;
  private static final int SLOTS_MAX = 1_000_000;

  /**
   * What a new connection costs.
   *
   * @param cpuNs processor time to set one up, in nanoseconds
   * @param latencyNs network time to set one up, in nanoseconds
   * @param refusedCpuNs processor time to refuse one that finds no slot, in nanoseconds
   */
  public record Connect(long cpuNs, long latencyNs, long refusedCpuNs) {}

  /** Slots that the application's role can take. */
  public int usable() {
    return isUnlimited() ? maxConnections : maxConnections - reserved - otherSessions;
  }

  boolean isUnlimited() {
    return maxConnections == Integer.MAX_VALUE;
  }

  /** Connections that there can be at all, administrators' included. */
  long slots() {
    return (long) maxConnections + engine.administrators();
  }

  /** Last slots that the application's role is refused after it has said who it is. */
  int kept() {
    return reserved + engine.administrators();
  }

  /** Reads the server's keys of a {@code database} section. */
  public static ServerOptions read(Section section) {
    int max = section.integerOrUnlimited("maxConnections", 1, SLOTS_MAX, 100);
    int reserved = section.integer("reserved", 0, SLOTS_MAX, 0);
    if (reserved >= max) {
      throw section.error("reserved", Integer.toString(reserved), "below maxConnections = " + max);
    }
    int others = section.integer("otherSessions", 0, SLOTS_MAX, 0);
    if (others >= max - reserved) {
      throw section.error(
          "otherSessions",
          Integer.toString(others),
          "below maxConnections - reserved = " + (max - reserved));
    }
    Section contention = section.optionalSection("contention");
    return new ServerOptions(
        section.choice("engine", Engine.POSTGRES),
        max,
        reserved,
        others,
        section.number("cores", 0.1, 1024, 2),
        connect(section.section("connect")),
        contention == null ? null : Contention.read(contention),
        section.durationOrUnlimitedNs("deadPeerTimeout", 0, DAY, 0),
        section.durationOrUnlimitedNs("idleCut", SECOND, DAY, Long.MAX_VALUE));
  }

  private static Connect connect(Section section) {
    long cpuNs = section.durationNs("cpu", 0, SECOND, 0);
    return new Connect(
        cpuNs, section.durationNs("latency", 0, 10 * SECOND, 0), refusedCpuNs(section, cpuNs));
  }

  /** A time, or a share of what a set-up costs. */
  private static long refusedCpuNs(Section connect, long cpuNs) {
    return connect.has("refusedCpu") && connect.text("refusedCpu").endsWith("%")
        ? (long) (connect.share("refusedCpu") * cpuNs)
        : connect.durationNs("refusedCpu", 0, SECOND, 0);
  }
}
