package dev.headroom.simulation;

import dev.headroom.scenario.MessageRules;
import org.HdrHistogram.Histogram;

/**
 * What a queue in front of a function saw.
 *
 * @param kind whose queue
 * @param waitingPeak most messages that waited at once
 * @param oldestNs greatest age that a message reached
 * @param ageNs age of the messages that were worked on when that began
 * @param unresolved messages without an outcome at the end
 * @param lastResolvedNs when the last outcome came
 */
public record MessageReport(
    MessageRules.Kind kind,
    long waitingPeak,
    long oldestNs,
    Histogram ageNs,
    long unresolved,
    long lastResolvedNs) {

  /** Seconds from the end of the traffic to the last outcome; NaN while messages are left. */
  public double drainSeconds(long trafficEndNs) {
    return unresolved > 0 ? Double.NaN : Math.max(0, lastResolvedNs - trafficEndNs) / 1e9;
  }
}
