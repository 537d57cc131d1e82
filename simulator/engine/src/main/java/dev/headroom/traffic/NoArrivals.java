package dev.headroom.traffic;

import java.util.List;

/** Nobody from outside: all that a service has to do comes from another one. */
public final class NoArrivals implements Arrivals {
  private final Arrivals sender;

  /**
   * The arrivals of a service that gets its work from another.
   *
   * @param sender what arrives at that one, whose calendar holds for both
   */
  public NoArrivals(Arrivals sender) {
    this.sender = sender;
  }

  @Override
  public boolean next() {
    return false;
  }

  @Override
  public long timeNs() {
    throw new IllegalStateException("no arrival");
  }

  @Override
  public long entity() {
    throw new IllegalStateException("no arrival");
  }

  @Override
  public long durationNs() {
    throw new IllegalStateException("no arrival");
  }

  @Override
  public int classIndex() {
    throw new IllegalStateException("no arrival");
  }

  @Override
  public TraceStats stats() {
    TraceStats own = sender.stats();
    return new TraceStats(
        null, 0, 0, 0, own.calendar(), own.zeroEpochNs(), 0, List.of(), 0, List.of());
  }

  @Override
  public void close() {}
}
