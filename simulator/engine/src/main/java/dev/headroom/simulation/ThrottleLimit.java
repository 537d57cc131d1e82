package dev.headroom.simulation;

import dev.headroom.results.Count;

/** The limits that can throttle an attempt; what the caller sees is the same. */
enum ThrottleLimit {
  REQUEST_RATE("request rate", Count.THROTTLED_REQUEST_RATE),
  RESERVED("reserved concurrency", Count.THROTTLED_RESERVED),
  ACCOUNT("account concurrency", Count.THROTTLED_ACCOUNT),
  START_RATE("start rate of the function", Count.THROTTLED_START_RATE),
  MAX_INSTANCES("most instances", Count.THROTTLED_MAX_INSTANCES);

  private final String text;
  private final Count count;

  ThrottleLimit(String text, Count count) {
    this.text = text;
    this.count = count;
  }

  /** In words. */
  String text() {
    return text;
  }

  /** Where attempts that it throttled are counted. */
  Count count() {
    return count;
  }
}
