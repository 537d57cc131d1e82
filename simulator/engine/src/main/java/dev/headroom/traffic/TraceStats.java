package dev.headroom.traffic;

import java.util.List;

/**
 * What a run says about its traffic at the end.
 *
 * @param sha256 checksum of the file as stored, in hex; null for a generator and before the end
 * @param requests arrivals at or after time zero
 * @param preRollRequests arrivals before time zero
 * @param endNs where the traffic ends, in run time: the window's end, else the end of the last
 *     interval, else the last arrival; 0 before the end
 * @param calendar whether time zero has a date
 * @param zeroEpochNs time zero in nanoseconds since 1970-01-01T00:00Z; 0 without a calendar
 * @param damaged lines that could not be read and were left out
 * @param damagedExamples the first of them, each as {@code file:line: what}
 * @param reordered lines that stood later than their time and were sorted in
 * @param warnings what else the user should know, one line each
 */
public record TraceStats(
    String sha256,
    long requests,
    long preRollRequests,
    long endNs,
    boolean calendar,
    long zeroEpochNs,
    long damaged,
    List<String> damagedExamples,
    long reordered,
    List<String> warnings) {
  /** Takes copies of the lists. */
  public TraceStats {
    damagedExamples = List.copyOf(damagedExamples);
    warnings = List.copyOf(warnings);
  }

  /** Time zero as ISO-8601 in UTC; null without a calendar. */
  public String zeroIso() {
    return calendar ? TimeText.iso(zeroEpochNs) : null;
  }
}
