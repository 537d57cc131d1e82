package dev.headroom.scaling.knative;

/**
 * What one activator reports of one revision: at once when a request finds it unknown, then every
 * second until a second without any request.
 *
 * <p>Source: knative/serving {@code pkg/activator/handler/concurrency_reporter.go}.
 */
public final class ActivatorRequestStats {
  private final PodRequestStats stats = new PodRequestStats(1);
  private boolean known;
  /** Reported ahead of the second it belongs to, so the next report leaves it out. */
  private int ahead;

  /**
   * A request arrives; true where the activator did not know the revision, and {@code into} has
   * been filled with a report that goes out at once and may wake the autoscaler.
   */
  public boolean in(long nowNs, PodReport into) {
    boolean first = !known;
    if (first) {
      known = true;
      ahead = 1;
      stats.start(0, nowNs);
      into.set(1, 0, 1, 0);
    }
    stats.in(0, nowNs);
    return first;
  }

  /** A request that came through here leaves. */
  public void out(long nowNs) {
    stats.out(0, nowNs);
  }

  /** Requests waiting here or forwarded and not answered. */
  public int inside() {
    return known ? stats.inside(0) : 0;
  }

  /**
   * The report of a second; false where the revision is unknown and none goes out. After a second
   * without any request the zero still goes out, and then the revision is forgotten.
   */
  public boolean report(long nowNs, PodReport into) {
    if (!known) {
      return false;
    }
    stats.report(0, nowNs, into);
    boolean quiet = into.concurrency == 0;
    into.set(Math.max(into.concurrency - ahead, 0), 0, into.requests - ahead, 0);
    ahead = 0;
    if (quiet && stats.inside(0) == 0) {
      known = false;
    }
    return true;
  }
}
