package dev.headroom.traffic;

import dev.headroom.core.Draws;
import dev.headroom.core.Purpose;

/**
 * Arrivals out of intervals: each copy of an interval's requests is placed, thinned and merged by
 * time, and what lies in the window is given away.
 */
final class IntervalArrivals implements Arrivals {
  private final IntervalSource source;
  private final Frame frame;
  private final Copies copies;
  private final Placement[] places;
  private final long[] nextNs;
  private final SecondWeights weights;
  private long intervals;
  private long runningUsed;
  private boolean open = true;
  private long timeNs;
  private long entity;

  IntervalArrivals(
      IntervalSource source, TrafficSpec spec, ArrivalKind kind, Frame frame, long seed, int run) {
    this.source = source;
    this.frame = frame;
    this.copies = new Copies(spec.rateScale(), seed, run);
    this.weights = kind == ArrivalKind.BURSTY
        ? new SecondWeights(Draws.of(seed, run, Purpose.BURST), spec.dispersion())
        : null;
    places = new Placement[copies.count()];
    nextNs = new long[places.length];
    Draws draws = Draws.of(seed, run, Purpose.ARRIVAL);
    for (int copy = 0; copy < places.length; copy++) {
      places[copy] = placement(kind, draws);
      nextNs[copy] = Long.MAX_VALUE;
    }
  }

  private Placement placement(ArrivalKind kind, Draws draws) {
    return switch (kind) {
      case AUTO, POISSON -> new Placement.Poisson(draws);
      case UNIFORM -> new Placement.Uniform();
      case EXACT, BATCH -> new Placement.Batch();
      case BURSTY -> new Placement.Bursty(draws, weights);
      case NHPP -> new Placement.Process(draws);
    };
  }

  @Override
  public boolean next() {
    while (open) {
      int first = 0;
      for (int copy = 1; copy < places.length; copy++) {
        if (nextNs[copy] < nextNs[first]) {
          first = copy;
        }
      }
      long ns = nextNs[first];
      if (ns == Long.MAX_VALUE) {
        open = begin();
      } else if (frame.after(ns)) {
        open = false;
      } else {
        entity = places[first].entity();
        advance(first);
        if (!frame.before(ns)) {
          timeNs = frame.arrive(ns);
          return true;
        }
      }
    }
    end();
    return false;
  }

  /** Starts the next interval that has something in the window. */
  private boolean begin() {
    while (source.next()) {
      if (frame.after(source.startNs())) {
        return false;
      }
      double mean = source.mean();
      if (mean > 0) {
        long interval = intervals++;
        boolean running = Entities.running(interval, mean);
        long first = running ? Entities.runningBase(runningUsed) : Entities.intervalBase(interval);
        runningUsed += running ? Entities.reserved(mean) : 0;
        if (!frame.before(source.startNs() + source.lengthNs() - 1)) {
          place(first);
          return true;
        }
      }
    }
    return false;
  }

  private void place(long first) {
    if (weights != null) {
      weights.begin(source.lengthNs(), source.count(), first);
    }
    for (int copy = 0; copy < places.length; copy++) {
      places[copy].begin(source, first + Entities.base(copy), copy);
      advance(copy);
    }
  }

  private void advance(int copy) {
    Placement place = places[copy];
    while (place.next()) {
      if (copies.exists(place.entity(), copy)) {
        nextNs[copy] = place.timeNs();
        return;
      }
    }
    nextNs[copy] = Long.MAX_VALUE;
  }

  private void end() {
    if (source.file() != null) {
      source.file().finish();
    }
    frame.end(source.endNs());
  }

  @Override
  public long timeNs() {
    return timeNs;
  }

  @Override
  public long entity() {
    return entity;
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
    return frame.stats(source.file());
  }

  @Override
  public void close() {
    source.close();
  }
}
