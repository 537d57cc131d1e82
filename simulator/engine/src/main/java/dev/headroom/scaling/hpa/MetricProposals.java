package dev.headroom.scaling.hpa;

/** The wishes of an autoscaler's metrics in one sync; one object is reused for all syncs. */
public final class MetricProposals {
  private int highest;
  private int valid;
  private int failed;

  /** Forgets the last sync. */
  public void clear() {
    highest = 0;
    valid = 0;
    failed = 0;
  }

  /** Adds a metric's result. */
  public void add(ReplicaProposal proposal) {
    if (proposal.error != null) {
      addFailure();
    } else {
      add(proposal.replicas);
    }
  }

  /** Adds a metric's wish. */
  public void add(int replicas) {
    highest = Math.max(highest, replicas);
    valid++;
  }

  /** Adds a metric that could not be had. */
  public void addFailure() {
    failed++;
  }

  /** Metrics that could not be had. */
  public int failures() {
    return failed;
  }

  /**
   * Whether there is a wish to follow: of several metrics some may fail, but then the rest cannot
   * be trusted to remove anything.
   */
  boolean areUsable(int current) {
    return valid > 0 && (failed == 0 || highest >= current);
  }

  /** The highest wish. */
  int highest() {
    return highest;
  }
}
