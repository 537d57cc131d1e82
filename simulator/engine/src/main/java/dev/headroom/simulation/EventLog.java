package dev.headroom.simulation;

import java.util.ArrayList;
import java.util.List;

/** What happened, in words, for events.csv: capped, the number left out is kept. */
public final class EventLog {
  private static final int KEPT_MAX = 5_000;

  private final List<Entry> entries = new ArrayList<>();
  private final List<Entry> unended = new ArrayList<>();
  private long dropped;

  /**
   * One event.
   *
   * @param timeNs when
   * @param service whose, empty for all
   * @param kind what sort: schedule, metric, alarm, scale, ready, start, failure, breaker,
   *     database
   * @param text in words
   */
  public record Entry(long timeNs, String service, String kind, String text) {}

  void add(long timeNs, String service, String kind, String text) {
    if (entries.size() < KEPT_MAX) {
      entries.add(new Entry(timeNs, service, kind, text));
    } else {
      dropped++;
    }
  }

  /** Tells the begin of something that should end. */
  Entry begins(long timeNs, String service, String kind, String text) {
    Entry begun = new Entry(timeNs, service, kind, text);
    unended.add(begun);
    add(timeNs, service, kind, text);
    return begun;
  }

  /** Tells its end. */
  void ends(Entry begun, long timeNs, String text) {
    unended.remove(begun);
    add(timeNs, begun.service(), begun.kind(), text);
  }

  /** What began and should have ended, and had not when the run ended. */
  public List<Entry> unended() {
    return List.copyOf(unended);
  }

  /** The entries kept, as they were told: a cause may be told with its effect, after its time. */
  public List<Entry> entries() {
    return entries;
  }

  /** How many more there were. */
  public long dropped() {
    return dropped;
  }
}
