package dev.headroom.scenario;

import dev.headroom.config.Section;
import java.util.ArrayList;
import java.util.List;

/**
 * Something that happens to the database.
 *
 * @param kind what
 * @param atNs when it begins, from the start of the run
 * @param forNs how long it lasts
 * @param factor by how much everything on the server takes longer, 1 where it is down
 */
public record DatabaseEvent(Kind kind, long atNs, long forNs, double factor) {
  private static final long MILLI = 1_000_000L;
  private static final long DAY_NS = 86_400_000 * MILLI;
  private static final double FACTOR_MAX = 1000;

  /** What happens. */
  public enum Kind {
    /** Everything on the server takes longer. */
    SLOWDOWN,
    /** Every connection ends, and none can be opened until another server has taken over. */
    FAILOVER
  }

  /** Reads the database's events among all of a scenario, in order. */
  static List<DatabaseEvent> read(List<Section> events, boolean hasDatabase) {
    List<DatabaseEvent> found = new ArrayList<>();
    long[] freeNs = new long[Kind.values().length];
    for (Section event : events) {
      Kind kind = EventKind.of(event).database;
      if (kind == null) {
        continue;
      }
      if (!hasDatabase) {
        throw event.error("do", event.text("do"), "deploy, as the scenario has no database");
      }
      DatabaseEvent one = read(event, kind);
      if (one.atNs < freeNs[kind.ordinal()]) {
        throw event.error(
            "at", event.text("at"), "after the " + event.text("do") + " before has ended");
      }
      freeNs[kind.ordinal()] = one.atNs + one.forNs;
      found.add(one);
    }
    return List.copyOf(found);
  }

  private static DatabaseEvent read(Section event, Kind kind) {
    return new DatabaseEvent(
        kind,
        event.durationNs("at", 0, 365 * DAY_NS),
        event.durationNs("for", MILLI, 365 * DAY_NS),
        kind == Kind.SLOWDOWN ? event.number("factor", 1 / FACTOR_MAX, FACTOR_MAX) : 1);
  }
}
