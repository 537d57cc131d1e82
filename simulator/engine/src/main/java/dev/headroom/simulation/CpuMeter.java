package dev.headroom.simulation;

import dev.headroom.core.Turn;
import dev.headroom.results.Count;

/**
 * Writes down the processor time of requests every second, where a platform bills it: a nanosecond
 * before the second is over, so that it stands in the series at its own time.
 */
final class CpuMeter {
  private static final long SECOND_NS = 1_000_000_000L;

  private final Revision revision;
  private final int onSecond;
  private long writtenNs;

  CpuMeter(Revision revision) {
    this.revision = revision;
    this.onSecond = revision.queue.register(Turn.OBSERVE, unused -> secondOver());
    // A run with a pre-roll may begin within a second.
    long secondNs = Math.floorDiv(revision.queue.nowNs(), SECOND_NS) * SECOND_NS;
    revision.queue.schedule(secondNs + SECOND_NS - 1, onSecond, 0);
  }

  private void secondOver() {
    long nowNs = revision.queue.nowNs();
    revision.queue.schedule(nowNs + SECOND_NS, onSecond, 0);
    write(nowNs);
  }

  /** Brings what is written down up to date. */
  void write(long nowNs) {
    long usedNs = (long) revision.work.cpuUsedNs(nowNs);
    revision.recorder.add(revision.row, Count.CPU_NS, usedNs - writtenNs);
    writtenNs = usedNs;
  }
}
