package dev.headroom.simulation;

import dev.headroom.results.Recorder;
import dev.headroom.results.TimeSpent.Part;

/** Tells the recorder how long a request took, and of a request of users on what. */
final class Completion {
  private final Attempts attempts;
  private final Recorder recorder;

  Completion(ServiceRuntime service) {
    this.attempts = service.attempts;
    this.recorder = service.recorder;
  }

  /** A message is in its queue: nobody waits for what comes after. */
  void enqueued(int row, long latencyNs) {
    recorder.completed(row, latencyNs);
  }

  /** The reply of an attempt has come. */
  void replied(int a, int row, long latencyNs) {
    Attempt attempt = attempts.at(a);
    recorder.completed(row, latencyNs);
    long attemptNs = attempt.attemptNs;
    spent(row, latencyNs, Part.EARLIER_ATTEMPTS, attemptNs - attempt.requestNs);
    spent(
        row,
        latencyNs,
        attempt.has(Attempt.AFFECTED) ? Part.INSTANCE_START : Part.QUEUE,
        attempt.startedNs - attemptNs);
    if (attempt.has(Attempt.HAS_QUERIES)) {
      spent(row, latencyNs, Part.CONNECTION, attempt.connectionNs);
      spent(row, latencyNs, Part.POOLER, attempt.poolerNs);
      spent(row, latencyNs, Part.QUERIES, attempt.queriesNs);
    }
  }

  private void spent(int row, long latencyNs, Part part, long ns) {
    if (ns > 0) {
      recorder.spent(row, latencyNs, part, ns);
    }
  }
}
