package dev.headroom.traffic;

import java.util.List;

/**
 * Facts about a trace file, before any window, scaling or placing.
 *
 * @param file as the user gave it
 * @param format how it was read
 * @param sha256 checksum of the bytes as stored, in hex
 * @param requests all of them
 * @param durationNs from the start to the end of the last interval, or to the last exact stamp
 * @param calendar whether stamps are dates
 * @param startEpochNs first stamp in nanoseconds since 1970-01-01T00:00Z; 0 without a calendar
 * @param intervalNs length of an interval; 0 for exact stamps
 * @param meanPerSecond requests over duration; NaN where the duration is 0
 * @param second counts of one-second windows; null where intervals are longer
 * @param minute counts of one-minute windows, of intervals where these are longer
 * @param damaged lines left out
 * @param damagedExamples the first of them, {@code file:line: what}
 * @param reordered lines that stood later than their time
 * @param warnings one line each
 * @param profile requests in consecutive bins of {@code profileBinNs}, at most 4,096 of them
 * @param profileBinNs width of these bins
 */
public record TraceInfo(
    String file,
    TraceFormat format,
    String sha256,
    long requests,
    long durationNs,
    boolean calendar,
    long startEpochNs,
    long intervalNs,
    double meanPerSecond,
    Counted second,
    Counted minute,
    long damaged,
    List<String> damagedExamples,
    long reordered,
    List<String> warnings,
    List<Long> profile,
    long profileBinNs) {
  /** Takes copies of the lists. */
  public TraceInfo {
    damagedExamples = List.copyOf(damagedExamples);
    warnings = List.copyOf(warnings);
    profile = List.copyOf(profile);
  }

  /** The start as ISO-8601 in UTC; null without a calendar. */
  public String startIso() {
    return calendar ? TimeText.iso(startEpochNs) : null;
  }

  /**
   * The trace cut into windows of one width, aligned to UTC where there is a calendar.
   *
   * @param widthNs their width
   * @param peak the most requests in one window
   * @param peakAtNs start of that window, from the trace's start; may be slightly negative
   * @param dispersion variance over mean of the counts (1 for a Poisson process); NaN below two
   *     windows. It holds the time of day's variation, too.
   * @param jumpFrom the count before the largest rise from one window to the next
   * @param jumpTo the count after it; both 0 where nothing rises
   * @param jumpAtNs start of the window after it, from the trace's start
   */
  public record Counted(
      long widthNs,
      long peak,
      long peakAtNs,
      double dispersion,
      long jumpFrom,
      long jumpTo,
      long jumpAtNs) {}
}
