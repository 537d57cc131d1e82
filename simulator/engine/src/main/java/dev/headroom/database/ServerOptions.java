package dev.headroom.database;

import dev.headroom.config.Section;

/**
 * A database server.
 *
 * @param engine for people: postgres or mysql
 * @param maxConnections slots, {@code Integer.MAX_VALUE} for no limit
 * @param reserved last slots that only administrators may take
 * @param cores processors that share the set-up work of connections
 * @param connectCpuNs processor time to set a connection up, in nanoseconds
 * @param connectLatencyNs network time to set a connection up, in nanoseconds
 */
public record ServerOptions(
    String engine,
    int maxConnections,
    int reserved,
    double cores,
    long connectCpuNs,
    long connectLatencyNs) {

  private static final long SECOND = 1_000_000_000L;
  private static final int SLOTS_MAX = 1_000_000;

  /** Slots that the application's role can take. */
  public int usable() {
    return maxConnections == Integer.MAX_VALUE ? maxConnections : maxConnections - reserved;
  }

  /** Reads the server's keys of a {@code database} section. */
  public static ServerOptions read(Section section) {
    int max = section.integerOrUnlimited("maxConnections", 1, SLOTS_MAX, 100);
    int reserved = section.integer("reserved", 0, SLOTS_MAX, 0);
    if (reserved >= max) {
      throw section.error(
          "reserved", Integer.toString(reserved), "below maxConnections = " + max);
    }
    Section connect = section.optionalSection("connect");
    ServerOptions options =
        new ServerOptions(
            section.text("engine", "postgres"),
            max,
            reserved,
            section.number("cores", 0.1, 1024, 2),
            connect == null ? 0 : connect.durationNs("cpu", 0, SECOND, 0),
            connect == null ? 0 : connect.durationNs("latency", 0, 10 * SECOND, 0));
    if (connect != null) {
      connect.finish();
    }
    return options;
  }
}
