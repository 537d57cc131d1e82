package dev.headroom.traffic;

import dev.headroom.core.Draws;
import dev.headroom.core.Purpose;
import java.util.List;

/**
 * A constant rate: a Poisson process (exponential gaps) or equal spacing. The entity of an arrival
 * is its ordinal, so the stream of a seed is one, however long.
 */
final class ConstantArrivals implements Arrivals {
  private final Draws draws;
  private final boolean equal;
  private final double gapNs;
  private final long requestsMax;
  private final long endAtNs;
  private final double phase;
  private final long base;
  private long ordinal;
  private double fraction;
  private long timeNs;

  /** One copy of the stream; gaps are {@code spec.timeScale} times as long. */
  ConstantArrivals(TrafficSpec spec, boolean equal, int copy, long seed, int run) {
    GenerateSpec generate = spec.generate();
    this.draws = Draws.of(seed, run, Purpose.ARRIVAL);
    this.equal = equal;
    this.gapNs = 1e9 / generate.rate() * spec.timeScale();
    this.requestsMax = generate.requests() < 0 ? Long.MAX_VALUE : generate.requests();
    this.endAtNs = generate.durationNs() < 0
        ? Long.MAX_VALUE
        : Math.round(generate.durationNs() * spec.timeScale());
    this.phase = Placement.phase(copy);
    this.base = Entities.base(copy);
  }

  @Override
  public boolean next() {
    if (ordinal >= requestsMax) {
      return false;
    }
    long ns;
    if (equal) {
      ns = (long) ((ordinal + phase) * gapNs);
    } else {
      // Whole nanoseconds are added exactly; the rest of one is carried to the next gap.
      double gap = draws.exponential(base + ordinal) * gapNs + fraction;
      long whole = (long) gap;
      fraction = gap - whole;
      ns = timeNs + whole;
    }
    if (ns >= endAtNs) {
      return false;
    }
    timeNs = ns;
    ordinal++;
    return true;
  }

  @Override
  public long timeNs() {
    return timeNs;
  }

  @Override
  public long entity() {
    return base + ordinal - 1;
  }

  @Override
  public long durationNs() {
    return -1;
  }

  @Override
  public int classIndex() {
    return -1;
  }

  @Override
  public TraceStats stats() {
    long end = endAtNs == Long.MAX_VALUE ? timeNs : endAtNs;
    return new TraceStats(
        null,
        ordinal,
        0,
        ordinal >= requestsMax ? timeNs : end,
        false,
        0,
        0,
        List.of(),
        0,
        List.of());
  }

  @Override
  public void close() {}
}
