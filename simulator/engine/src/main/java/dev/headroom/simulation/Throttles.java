package dev.headroom.simulation;

import java.util.Arrays;

/**
 * Says which limit throttled: a count for each, and an event when one begins to, or does so again
 * after a pause.
 */
final class Throttles {
  /** A limit that has not refused for this long has let go. */
  private static final long PAUSE_NS = 10_000_000_000L;

  private final Revision revision;
  private final long[] lastNs = new long[ThrottleLimit.values().length];

  Throttles(Revision revision) {
    this.revision = revision;
    Arrays.fill(lastNs, Long.MIN_VALUE);
  }

  /** An attempt has been throttled. */
  void by(ThrottleLimit limit) {
    long nowNs = revision.queue.nowNs();
    long beforeNs = lastNs[limit.ordinal()];
    lastNs[limit.ordinal()] = nowNs;
    if (nowNs >= 0) {
      revision.recorder.count(revision.row, limit.count());
    }
    if (beforeNs == Long.MIN_VALUE || nowNs - beforeNs > PAUSE_NS) {
      revision.events.add(
          nowNs,
          revision.label(),
          "throttle",
          "throttled by " + limit.text() + ": " + revision.fleet.busy() + " instances busy, "
              + revision.fleet.starting() + " starting");
    }
  }
}
