package dev.headroom.database;

import dev.headroom.config.Section;
import java.util.List;

/**
 * The connection pool inside every instance.
 *
 * @param library for people
 * @param size connections it keeps open unused at most, 0 for a new connection per use
 * @param sizePerVcpu connections more for each vCPU of the instance
 * @param overflow connections beyond the size, closed when given back
 * @param minIdle unused connections that it keeps open, and an eager pool opens
 * @param open when connections are opened
 * @param hold how long an attempt keeps its connection
 * @param acquireTimeoutNs longest wait for a connection, {@code Long.MAX_VALUE} for ever; it counts
 *     from the request to the pool and includes the set-up of a new connection
 * @param life when connections are closed
 * @param fill how an eager pool opens its connections
 * @param bargingNs time in which a newcomer may take a connection from the waiter it was handed to,
 *     0 for strictly first in, first out
 * @param validates whether a connection that was unused is tried before an attempt gets it
 * @param instanceLimit most connections that the platform lets one instance have
 */
public record PoolOptions(
    String library,
    int size,
    double sizePerVcpu,
    int overflow,
    int minIdle,
    Open open,
    Hold hold,
    long acquireTimeoutNs,
    Life life,
    Fill fill,
    long bargingNs,
    boolean validates,
    int instanceLimit) {

  private static final long MILLI = 1_000_000L;
  private static final long HOUR = 3600L * 1000 * MILLI;
  private static final int SIZE_MAX = 100_000;

  /** When a pool opens its connections. */
  public enum Open {
    EAGER,
    LAZY
  }

  /** How long an attempt keeps its connection. */
  public enum Hold {
    QUERY,
    TRANSACTION,
    REQUEST
  }

  /** In which order waiting attempts get a connection. */
  public enum Order {
    FIFO,
    /** The first waiter, unless a newcomer is faster. */
    BARGING
  }

  /**
   * When connections are closed.
   *
   * @param idleTimeoutNs time after which an unused one is, {@code Long.MAX_VALUE} never
   * @param maxLifetimeNs age at which one is, at once or when given back
   * @param jitter share of the greatest age by which one may be younger, drawn for each
   */
  public record Life(long idleTimeoutNs, long maxLifetimeNs, double jitter) {}

  /**
   * How an eager pool opens its connections.
   *
   * @param failFast whether the start of the application waits for the first one and fails with it
   * @param failureDelayNs pause before a start fails
   * @param startNs from the application's start to the first fill
   * @param delayNs pause after each connection opened
   * @param everyNs how often a pool with fewer unused connections than it should have looks
   * @param retryFirstNs first pause after a refusal, doubled each time
   * @param retryMaxNs longest such pause
   */
  public record Fill(
      boolean failFast,
      long failureDelayNs,
      long startNs,
      long delayNs,
      long everyNs,
      long retryFirstNs,
      long retryMaxNs) {}

  /** Most connections of one instance. */
  public int most() {
    return size == 0 ? Integer.MAX_VALUE : size + overflow;
  }

  /** Whether connections are opened by an adder, not by attempts. */
  boolean eager() {
    return open == Open.EAGER && size > 0;
  }

  /** Whether the application's start waits for a connection. */
  public boolean connectsFirst() {
    return eager() && fill.failFast();
  }

  /** The same pool in an instance of so many vCPUs that may have so many connections. */
  public PoolOptions in(double vcpus, int limit) {
    int sized = sizePerVcpu == 0 ? size : size + (int) Math.floor(sizePerVcpu * vcpus);
    return new PoolOptions(
        library,
        sized,
        0,
        overflow,
        minIdle,
        open,
        hold,
        acquireTimeoutNs,
        life,
        fill,
        bargingNs,
        validates,
        limit);
  }

  /** The keys of a library's model that are simulated. */
  public static final List<String> MODEL_KEYS = List.of(
      "size",
      "sizePerVcpu",
      "overflow",
      "minIdle",
      "open",
      "hold",
      "acquireTimeout",
      "idleTimeout",
      "maxLifetime",
      "lifetimeJitter",
      "failFast",
      "startFailureDelay",
      "fillStart",
      "fillDelay",
      "fillEvery",
      "retryFirst",
      "retryMax",
      "order",
      "bargingWindow",
      "validate");

  /** Reads a {@code pool} section. */
  public static PoolOptions read(Section pool) {
    String library = pool.text("library", "custom");
    int size = pool.integer("size", 0, SIZE_MAX, library.equals("none") ? 0 : 10);
    Open open = pool.choice("open", Open.LAZY);
    int minIdle = pool.integer("minIdle", 0, SIZE_MAX, open == Open.EAGER ? size : 0);
    if (minIdle > size) {
      throw pool.error("minIdle", Integer.toString(minIdle), "at most size = " + size);
    }
    long windowNs = pool.durationNs("bargingWindow", 0, 1000 * MILLI, 0);
    return new PoolOptions(
        library,
        size,
        pool.number("sizePerVcpu", 0, 1000, 0),
        pool.integer("overflow", 0, SIZE_MAX, 0),
        minIdle,
        open,
        pool.choice("hold", Hold.QUERY),
        pool.durationOrUnlimitedNs("acquireTimeout", MILLI, 24 * HOUR, Long.MAX_VALUE),
        life(pool),
        fill(pool),
        pool.choice("order", Order.FIFO) == Order.BARGING ? windowNs : 0,
        pool.bool("validate", false),
        Integer.MAX_VALUE);
  }

  private static Life life(Section pool) {
    return new Life(
        pool.durationOrUnlimitedNs("idleTimeout", MILLI, 24 * HOUR, Long.MAX_VALUE),
        pool.durationOrUnlimitedNs("maxLifetime", MILLI, 24 * HOUR, Long.MAX_VALUE),
        pool.share("lifetimeJitter", 0));
  }

  private static Fill fill(Section pool) {
    return new Fill(
        pool.bool("failFast", true),
        pool.durationNs("startFailureDelay", 0, HOUR, 0),
        pool.durationNs("fillStart", 0, HOUR, 0),
        pool.durationNs("fillDelay", 0, HOUR, 0),
        pool.durationNs("fillEvery", MILLI, HOUR, 30_000 * MILLI),
        pool.durationNs("retryFirst", MILLI, HOUR, 10 * MILLI),
        pool.durationNs("retryMax", MILLI, HOUR, 5_000 * MILLI));
  }
}
