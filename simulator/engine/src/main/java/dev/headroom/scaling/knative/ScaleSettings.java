package dev.headroom.scaling.knative;

/**
 * What turns a decision into replicas.
 *
 * @param minScale least replicas of a reachable revision; 0: may go to zero
 * @param maxScale most replicas; 0: no limit
 * @param initialScale replicas a new revision must have had ready once
 * @param reachability whether a route leads to the revision
 * @param enableScaleToZero whether the cluster lets revisions go to zero at all
 * @param gracePeriodNs how long the activator must have been in the path before the last pod goes
 * @param podRetentionNs how long the last pod stays after the revision became inactive
 * @param stableWindowNs how long a revision stays active at least
 * @param progressDeadlineNs how long a revision may take to become active
 * @param activatorAlways whether every request passes the activator (burst capacity -1)
 */
public record ScaleSettings(
    int minScale,
    int maxScale,
    int initialScale,
    Reachability reachability,
    boolean enableScaleToZero,
    long gracePeriodNs,
    long podRetentionNs,
    long stableWindowNs,
    long progressDeadlineNs,
    boolean activatorAlways) {
  public ScaleSettings {
    if (minScale < 0 || maxScale < 0 || initialScale < 0) {
      throw new IllegalArgumentException("scale from " + minScale + " to " + maxScale
          + ", initially " + initialScale + ", must be 0 or more");
    }
    if (gracePeriodNs < 0 || podRetentionNs < 0 || stableWindowNs < 0 || progressDeadlineNs < 0) {
      throw new IllegalArgumentException("grace " + gracePeriodNs + " ns, retention "
          + podRetentionNs + " ns, window " + stableWindowNs + " ns, deadline "
          + progressDeadlineNs + " ns, must be 0 or more");
    }
  }

  /** No minimum where no traffic can arrive. */
  int effectiveMinScale() {
    return reachability.reachable() ? minScale : 0;
  }
}
