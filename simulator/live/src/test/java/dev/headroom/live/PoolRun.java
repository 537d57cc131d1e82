package dev.headroom.live;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToLongFunction;
import org.postgresql.PGConnection;

/**
 * What requests to a real pool experienced. A connection passes on at some moment of the call that
 * gives it back, so each hand-over is known as an interval; the time that the next thread takes to
 * wake belongs to its hold, not to its wait.
 */
final class PoolRun {
  private static final long MILLI_NS = 1_000_000;

  private final Bounds[] byArrival;
  private final Bounds[] byHandOver;

  /** When one request asked, and bounds of its hand-over and of the end of its hold. */
  private record Bounds(
      long askedNs, long handedLowNs, long handedHighNs, long endLowNs, long endHighNs) {}

  private record Use(
      int connection, long askedNs, long grantedNs, long releasedNs, long closedNs) {}

  /**
   * Sends requests with exponential gaps through the pool and waits for all of them.
   *
   * @param perSecond mean rate of the requests
   * @param holdSeconds how long each lets the server sleep
   */
  static PoolRun measure(
      HikariDataSource pool, int requests, double perSecond, double holdSeconds, long seed)
      throws Exception {
    while (pool.getHikariPoolMXBean().getIdleConnections() < pool.getMaximumPoolSize()) {
      Thread.sleep(20);
    }
    String sleep = "select pg_sleep(" + holdSeconds + ")";
    Random random = new Random(seed);
    ExecutorService threads = Executors.newCachedThreadPool();
    List<Future<Use>> running = new ArrayList<>();
    try {
      long nextNs = System.nanoTime();
      for (int i = 0; i < requests; i++) {
        nextNs += (long) (-Math.log(1 - random.nextDouble()) / perSecond * 1e9);
        for (long now = System.nanoTime(); now < nextNs; now = System.nanoTime()) {
          LockSupport.parkNanos(nextNs - now);
        }
        running.add(threads.submit(() -> use(pool, sleep)));
      }
      List<Use> uses = new ArrayList<>();
      for (Future<Use> one : running) {
        uses.add(one.get());
      }
      return new PoolRun(uses);
    } finally {
      threads.shutdownNow();
    }
  }

  private static Use use(HikariDataSource pool, String sleep) throws Exception {
    long askedNs = System.nanoTime();
    Connection connection = pool.getConnection();
    long grantedNs = System.nanoTime();
    int id = connection.unwrap(PGConnection.class).getBackendPID();
    try (Statement statement = connection.createStatement()) {
      statement.execute(sleep);
    }
    long releasedNs = System.nanoTime();
    connection.close();
    return new Use(id, askedNs, grantedNs, releasedNs, System.nanoTime());
  }

  private PoolRun(List<Use> uses) {
    uses.sort(Comparator.comparingLong(Use::grantedNs));
    long startNs = uses.stream().mapToLong(Use::askedNs).min().orElseThrow();
    Map<Integer, Use> last = new HashMap<>();
    List<Bounds> bounds = new ArrayList<>();
    for (Use use : uses) {
      Use before = last.put(use.connection(), use);
      long asked = use.askedNs();
      long low = before == null ? asked : Math.max(asked, before.releasedNs());
      long high = before == null ? asked : Math.max(asked, before.closedNs());
      bounds.add(new Bounds(
          asked - startNs,
          low - startNs,
          Math.min(high, use.grantedNs()) - startNs,
          use.releasedNs() - startNs,
          use.closedNs() - startNs));
    }
    bounds.sort(Comparator.comparingLong(Bounds::handedLowNs));
    byHandOver = bounds.toArray(Bounds[]::new);
    bounds.sort(Comparator.comparingLong(Bounds::askedNs));
    byArrival = bounds.toArray(Bounds[]::new);
  }

  /** When each request asked, in nanoseconds from the first, in order. */
  long[] arrivals() {
    return Arrays.stream(byArrival).mapToLong(Bounds::askedNs).toArray();
  }

  /** At most how long the first, second, ... connection handed over was held, in whole ms. */
  long[] holdsHighMs() {
    return Arrays.stream(byHandOver)
        .mapToLong(use -> (use.endHighNs() - use.handedLowNs() + MILLI_NS - 1) / MILLI_NS)
        .toArray();
  }

  /** At least how long. */
  long[] holdsLowMs() {
    return Arrays.stream(byHandOver)
        .mapToLong(use -> (use.endLowNs() - use.handedHighNs()) / MILLI_NS)
        .toArray();
  }

  /** Mean of the shortest waits that the record allows. */
  double meanWaitLowNs() {
    return Arrays.stream(waits(Bounds::handedLowNs)).average().orElseThrow();
  }

  /** Mean of the longest waits that the record allows. */
  double meanWaitHighNs() {
    return Arrays.stream(waits(Bounds::handedHighNs)).average().orElseThrow();
  }

  /** The least wait that {@code share} of the requests do not exceed, by the shortest waits. */
  long waitLowNs(double share) {
    return quantile(waits(Bounds::handedLowNs), share);
  }

  /** The same by the longest waits. */
  long waitHighNs(double share) {
    return quantile(waits(Bounds::handedHighNs), share);
  }

  private long[] waits(ToLongFunction<Bounds> handedNs) {
    return Arrays.stream(byArrival)
        .mapToLong(use -> handedNs.applyAsLong(use) - use.askedNs())
        .toArray();
  }

  private static long quantile(long[] values, double share) {
    Arrays.sort(values);
    return values[Math.max(0, (int) Math.ceil(share * values.length) - 1)];
  }

  /** Share of requests that somebody who asked later overtook. */
  double overtaken() {
    return share(true);
  }

  /** Share of requests that overtook somebody. */
  double overtakers() {
    return share(false);
  }

  private double share(boolean later) {
    int count = 0;
    for (int i = 0; i < byArrival.length; i++) {
      boolean found = false;
      for (int j = later ? i + 1 : 0; j < (later ? byArrival.length : i) && !found; j++) {
        long gapNs = byArrival[j].handedLowNs() - byArrival[i].handedLowNs();
        found = later ? gapNs < 0 : gapNs > 0;
      }
      count += found ? 1 : 0;
    }
    return (double) count / byArrival.length;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "held %d to %d ms, waits mean %.1f p95 %.1f ms, overtaken %.1f %%",
        Arrays.stream(holdsLowMs()).min().orElseThrow(),
        Arrays.stream(holdsHighMs()).max().orElseThrow(),
        meanWaitLowNs() / 1e6,
        waitLowNs(0.95) / 1e6,
        overtaken() * 100);
  }
}
