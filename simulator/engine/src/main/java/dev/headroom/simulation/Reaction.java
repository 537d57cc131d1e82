package dev.headroom.simulation;

import dev.headroom.core.Decimals;
import java.util.Arrays;

/**
 * The last stage of a reaction to load: from a decision for more instances to the first of them
 * that takes traffic, told once per decision with the phases of its start.
 *
 * <p>While one decision waits for its first instance, later ones for more are part of it.
 */
final class Reaction {
  private static final String[] PHASES = {"placed", "pulled", "booted", "probed"};
  private static final long NONE = -1;

  private final Revision revision;

  /** When the phases of each instance row ended, all phases of a row together. */
  private long[] endedNs = new long[PHASES.length * 16];

  private boolean waiting;
  private long decidedNs = NONE;
  private int added;

  Reaction(Revision revision) {
    this.revision = revision;
  }

  /** The number wanted has changed. */
  void scaled(long nowNs, int before, int after) {
    if (after < before) {
      waiting = false;
    } else if (!waiting) {
      waiting = true;
      decidedNs = nowNs;
      added = after - before;
    }
  }

  void phaseEnded(int instance, int phase) {
    if (waiting) {
      int at = instance * PHASES.length + phase;
      if (at >= endedNs.length) {
        endedNs = Arrays.copyOf(endedNs, Math.max(at + PHASES.length, endedNs.length * 2));
      }
      endedNs[at] = revision.queue.nowNs();
    }
  }

  void ready(int instance) {
    long startedNs = revision.fleet.rows.at(instance).startedNs;
    if (!waiting || startedNs < decidedNs) {
      return;
    }
    waiting = false;
    long nowNs = revision.queue.nowNs();
    StringBuilder text = new StringBuilder(120);
    text.append("first of ").append(added).append(" new instances ready ");
    seconds(text, nowNs - decidedNs).append(" after the decision: started after ");
    seconds(text, startedNs - decidedNs);
    long fromNs = startedNs;
    for (int p = 0; p < PHASES.length; p++) {
      int at = instance * PHASES.length + p;
      // A phase of no length has left the time of an instance before, or none.
      if (at < endedNs.length && endedNs[at] > fromNs) {
        text.append(", ").append(PHASES[p]).append(" in ");
        seconds(text, endedNs[at] - fromNs);
        fromNs = endedNs[at];
      }
    }
    revision.events.add(nowNs, revision.label(), "ready", text.toString());
  }

  private static StringBuilder seconds(StringBuilder text, long ns) {
    Decimals.append(text, ns / 1e9, 1);
    return text.append(" s");
  }
}
