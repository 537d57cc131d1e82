package dev.headroom.traffic;

import dev.headroom.core.Draws;
import dev.headroom.core.Purpose;

/** Arrivals of which some are left out for a while; what is known of them is of all of them. */
final class ThinnedArrivals implements Arrivals {
  private final Arrivals all;
  private final Thinning thinning;
  private final Draws draws;

  ThinnedArrivals(Arrivals all, Thinning thinning, long seed, int run) {
    this.all = all;
    this.thinning = thinning;
    this.draws = Draws.of(seed, run, Purpose.THINNING);
  }

  @Override
  public boolean next() {
    while (all.next()) {
      boolean inside = all.timeNs() >= thinning.fromNs() && all.timeNs() < thinning.toNs();
      if (!inside || draws.uniform(all.entity()) < thinning.keep()) {
        return true;
      }
    }
    return false;
  }

  @Override
  public long timeNs() {
    return all.timeNs();
  }

  @Override
  public long entity() {
    return all.entity();
  }

  @Override
  public long durationNs() {
    return all.durationNs();
  }

  @Override
  public int classIndex() {
    return all.classIndex();
  }

  @Override
  public TraceStats stats() {
    return all.stats();
  }

  @Override
  public void close() {
    all.close();
  }
}
