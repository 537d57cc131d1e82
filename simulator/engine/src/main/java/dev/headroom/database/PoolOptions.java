package dev.headroom.database;

import dev.headroom.config.Section;
import java.util.List;

/**
 * The connection pool inside every instance.
 *
 * @param library for people
 * @param size most connections, 0 for a new connection per use
 * @param open when connections are opened
 * @param hold how long an attempt keeps its connection
 * @param acquireTimeoutNs longest wait for a connection, {@code Long.MAX_VALUE} for ever
 * @param idleTimeoutNs time after which an idle connection is closed, {@code Long.MAX_VALUE} never
 * @param fillDelayNs pause of an eager pool between two connections
 * @param backoffFirstNs first pause of an eager pool after a refusal, doubled each time
 * @param backoffMaxNs longest such pause
 */
public record PoolOptions(
    String library,
    int size,
    Open open,
    Hold hold,
    long acquireTimeoutNs,
    long idleTimeoutNs,
    long fillDelayNs,
    long backoffFirstNs,
    long backoffMaxNs) {

  private static final long MILLI = 1_000_000L;
  private static final long HOUR = 3600L * 1000 * MILLI;

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

  /** Most connections of one instance. */
  public int most() {
    return size == 0 ? Integer.MAX_VALUE : size;
  }

  /** The keys of a library's model that are simulated. */
  public static final List<String> MODEL_KEYS =
      List.of(
          "size", "open", "acquireTimeout", "idleTimeout", "fillDelay", "retryFirst", "retryMax");

  /** Reads a {@code pool} section; unknown keys are errors. */
  public static PoolOptions read(Section pool) {
    PoolOptions options =
        new PoolOptions(
            pool.text("library", "custom"),
            pool.integer("size", 0, 100_000, 10),
            pool.choice("open", Open.LAZY),
            pool.choice("hold", Hold.QUERY),
            pool.durationOrUnlimitedNs("acquireTimeout", MILLI, 24 * HOUR, Long.MAX_VALUE),
            pool.durationOrUnlimitedNs("idleTimeout", MILLI, 24 * HOUR, Long.MAX_VALUE),
            pool.durationNs("fillDelay", 0, HOUR, 0),
            pool.durationNs("retryFirst", MILLI, HOUR, 10 * MILLI),
            pool.durationNs("retryMax", MILLI, HOUR, 5_000 * MILLI));
    pool.finish();
    return options;
  }
}
