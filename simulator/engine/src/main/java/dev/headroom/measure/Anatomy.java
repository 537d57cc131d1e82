package dev.headroom.measure;

import dev.headroom.measure.Facts.Rows;
import dev.headroom.results.Recorder;
import dev.headroom.results.TimeSpent.Part;
import dev.headroom.scenario.Scenario;
import java.util.EnumMap;
import java.util.Map;

/**
 * Where completed requests of users spent their time on average: all of them, or the slow ones.
 * Messages are not among them, since their senders wait for the queue alone.
 *
 * @param requests how many
 * @param meanMs what they took in all, to 0.1 %
 * @param partMs what of it was no work inside an instance, in the order in which it happens
 */
public record Anatomy(long requests, double meanMs, Map<Part, Double> partMs) {
  /**
   * Of the requests that took a time or longer; a limit inside a step of the recorded latencies,
   * which is 3 % wide, takes in the step.
   *
   * @param fromNs least latency, in nanoseconds
   */
  public static Anatomy of(Facts facts, long fromNs) {
    Recorder recorder = facts.recorder;
    Scenario scenario = facts.outcome.scenario();
    long requests = 0;
    double sumNs = 0;
    double[] partNs = new double[Part.values().length];
    for (int service = 0; service < scenario.services().size(); service++) {
      if (scenario.services().get(service).isFed()
          || scenario.services().get(service).clients().messages() != null) {
        continue;
      }
      Rows rows = facts.rows(service);
      for (int row = rows.from(); row < rows.to(); row++) {
        requests += recorder.slowCount(row, fromNs);
        sumNs += recorder.slowSumNs(row, fromNs);
        for (Part part : Part.values()) {
          partNs[part.ordinal()] += recorder.slowSpentNs(row, fromNs, part);
        }
      }
    }
    Map<Part, Double> partMs = new EnumMap<>(Part.class);
    for (Part part : Part.values()) {
      partMs.put(part, requests == 0 ? 0 : partNs[part.ordinal()] / requests / 1e6);
    }
    return new Anatomy(requests, requests == 0 ? 0 : sumNs / requests / 1e6, partMs);
  }

  /** Mean time inside an instance that was neither a wait nor a query, in milliseconds. */
  public double workMs() {
    double parts = 0;
    for (double ms : partMs.values()) {
      parts += ms;
    }
    return Math.max(0, meanMs - parts);
  }
}
