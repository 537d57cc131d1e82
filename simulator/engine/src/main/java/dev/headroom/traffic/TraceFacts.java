package dev.headroom.traffic;

/** Reads a trace once from end to end and gathers its facts in constant memory. */
final class TraceFacts {
  private static final long MINUTE_NS = 60 * TimeText.SECOND_NS;

  private TraceFacts() {}

  static TraceInfo of(TrafficSpec spec) {
    try (TraceCursor cursor = TraceCursor.open(spec)) {
      long intervalNs = cursor.intervalNs();
      long start = cursor.startEpochNs();
      WindowCounts second = intervalNs > TimeText.SECOND_NS
          ? null
          : new WindowCounts(TimeText.SECOND_NS, start % TimeText.SECOND_NS);
      long minuteNs = Math.max(MINUTE_NS, intervalNs);
      WindowCounts minute = new WindowCounts(minuteNs, start % minuteNs);
      Profile profile = new Profile(Math.max(TimeText.SECOND_NS, intervalNs));
      long requests = 0;
      while (cursor.next()) {
        long timeNs = cursor.timeNs();
        long count = cursor.count();
        requests += count;
        if (second != null) {
          second.add(timeNs, count);
        }
        minute.add(timeNs, count);
        profile.add(timeNs, count);
      }
      ReadLog log = cursor.log();
      long durationNs = cursor.endNs();
      return new TraceInfo(
          spec.name(),
          cursor.format(),
          cursor.sha256(),
          requests,
          durationNs,
          cursor.calendar(),
          cursor.calendar() ? start : 0,
          intervalNs,
          durationNs == 0 ? Double.NaN : requests / (durationNs / 1e9),
          second == null ? null : second.finish(),
          minute.finish(),
          log.damagedLines(),
          log.examples(),
          log.reorderedLines(),
          log.warnings(),
          profile.bins(),
          profile.binNs());
    }
  }
}
