package dev.headroom.traffic;

import java.util.List;

/** A constant rate at another multiple: copies of the stream, thinned and merged by time. */
final class ScaledConstant implements Arrivals {
  private final Copies copies;
  private final ConstantArrivals[] streams;
  private final long[] nextNs;
  private long requests;
  private long timeNs;
  private long entity;

  ScaledConstant(TrafficSpec spec, boolean equal, long seed, int run) {
    copies = new Copies(spec.rateScale(), seed, run);
    streams = new ConstantArrivals[copies.count()];
    nextNs = new long[streams.length];
    for (int copy = 0; copy < streams.length; copy++) {
      streams[copy] = new ConstantArrivals(spec, equal, copy, seed, run);
      advance(copy);
    }
  }

  @Override
  public boolean next() {
    int first = 0;
    for (int copy = 1; copy < streams.length; copy++) {
      if (nextNs[copy] < nextNs[first]) {
        first = copy;
      }
    }
    if (nextNs[first] == Long.MAX_VALUE) {
      return false;
    }
    timeNs = nextNs[first];
    entity = streams[first].entity();
    requests++;
    advance(first);
    return true;
  }

  private void advance(int copy) {
    while (streams[copy].next()) {
      if (copies.exists(streams[copy].entity(), copy)) {
        nextNs[copy] = streams[copy].timeNs();
        return;
      }
    }
    nextNs[copy] = Long.MAX_VALUE;
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
    long endNs = 0;
    for (ConstantArrivals stream : streams) {
      endNs = Math.max(endNs, stream.stats().endNs());
    }
    return new TraceStats(null, requests, 0, endNs, false, 0, 0, List.of(), 0, List.of());
  }

  @Override
  public void close() {}
}
