package dev.headroom.benchmarks;

import java.io.PrintStream;

/**
 * One function, concurrency 1, exponential service, most recently used, fixed keep-alive: the least
 * that a loop has to do for the keep-alive workloads, without metrics, policies or replay.
 */
public final class BareKeepAlive {
  private static final double NS_PER_SECOND = 1e9;

  private final long keepAliveNs;
  private long state;
  private long[] endNs = new long[1024];
  private int busy;
  private long[] idleSinceNs = new long[1024];
  private int idle;
  private int oldest;
  private long cold;

  private BareKeepAlive(long keepAliveNs, long seed) {
    this.keepAliveNs = keepAliveNs;
    this.state = seed;
  }

  /** Arguments: arrivals per second, mean service in seconds, keep-alive in seconds, requests. */
  public static void main(String[] args) {
    double rate = Double.parseDouble(args[0]);
    double service = Double.parseDouble(args[1]);
    long keepAliveNs = (long) (Double.parseDouble(args[2]) * NS_PER_SECOND);
    long requests = Long.parseLong(args[3]);
    BareKeepAlive loop = new BareKeepAlive(keepAliveNs, 1);
    loop.run(requests, NS_PER_SECOND / rate, service * NS_PER_SECOND);
    PrintStream out = System.out;
    out.println("cold share " + (double) loop.cold / requests);
  }

  private void run(long requests, double gapNs, double serviceNs) {
    double nowNs = 0;
    for (long i = 0; i < requests; i++) {
      nowNs += gapNs * exponential();
      long arrivalNs = (long) nowNs;
      while (busy > 0 && endNs[0] <= arrivalNs) {
        idleSinceNs[idle++] = endNs[0];
        removeFirst();
      }
      while (oldest < idle && idleSinceNs[oldest] + keepAliveNs <= arrivalNs) {
        oldest++;
      }
      if (oldest < idle) {
        idle--;
      } else {
        cold++;
      }
      if (oldest >= idle) {
        oldest = 0;
        idle = 0;
      }
      add(arrivalNs + (long) (serviceNs * exponential()));
    }
  }

  /** By inversion of a SplitMix64 draw. */
  private double exponential() {
    state += 0x9E3779B97F4A7C15L;
    long z = (state ^ (state >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    z ^= z >>> 31;
    return -Math.log(((z >>> 11) + 0.5) * 0x1.0p-53);
  }

  private void add(long atNs) {
    int i = busy++;
    while (i > 0) {
      int parent = (i - 1) >>> 1;
      if (endNs[parent] <= atNs) {
        break;
      }
      endNs[i] = endNs[parent];
      i = parent;
    }
    endNs[i] = atNs;
  }

  private void removeFirst() {
    long last = endNs[--busy];
    int i = 0;
    int half = busy >>> 1;
    while (i < half) {
      int child = 2 * i + 1;
      if (child + 1 < busy && endNs[child + 1] < endNs[child]) {
        child++;
      }
      if (last <= endNs[child]) {
        break;
      }
      endNs[i] = endNs[child];
      i = child;
    }
    endNs[i] = last;
  }
}
