package dev.headroom.results;

/**
 * One point of the latency distribution of completed requests.
 *
 * @param percentile 0 to 100
 * @param latencyMs the latency that this share of requests did not exceed, in milliseconds
 * @param count how many requests were at or below it
 */
public record PercentileRow(double percentile, double latencyMs, long count) {
  public PercentileRow {
    if (!(percentile >= 0 && percentile <= 100)) {
      throw new IllegalArgumentException("percentile " + percentile + " is not in 0 to 100");
    }
  }
}
