package dev.headroom.database;

import dev.headroom.config.Section;
import java.util.List;

/**
 * A pooler between the instances and the server, in transaction mode.
 *
 * @param kind for people
 * @param serverPool most connections it opens to the server
 * @param clientLimit most client connections, {@code Integer.MAX_VALUE} unlimited
 * @param borrowTimeoutNs longest wait for a server connection, {@code Long.MAX_VALUE} for ever
 * @param overheadNs time it adds to each use of a server connection
 * @param connectLatencyNs time to connect to it
 * @param loginRetryNs pause after the server refused it
 */
public record PoolerOptions(
    String kind,
    int serverPool,
    int clientLimit,
    long borrowTimeoutNs,
    long overheadNs,
    long connectLatencyNs,
    long loginRetryNs) {

  private static final long MILLI = 1_000_000L;
  private static final long HOUR = 3600L * 1000 * MILLI;

  /** The keys of a pooler's model that are simulated. */
  public static final List<String> MODEL_KEYS =
      List.of("mode", "serverPool", "clientLimit", "borrowTimeout", "overhead", "loginRetry");

  /** Reads a {@code pooler} section; unknown keys are errors. */
  public static PoolerOptions read(Section pooler) {
    if (!pooler.text("mode", "transaction").equals("transaction")) {
      throw pooler.error("mode", pooler.text("mode"), "transaction, the mode that is simulated");
    }
    PoolerOptions options =
        new PoolerOptions(
            pooler.text("kind"),
            pooler.integer("serverPool", 1, 100_000, 20),
            pooler.integerOrUnlimited("clientLimit", 1, 10_000_000, Integer.MAX_VALUE),
            pooler.durationOrUnlimitedNs("borrowTimeout", MILLI, HOUR, Long.MAX_VALUE),
            pooler.durationNs("overhead", 0, HOUR, 0),
            pooler.durationNs("connectLatency", 0, HOUR, 0),
            pooler.durationNs("loginRetry", MILLI, HOUR, 15_000 * MILLI));
    pooler.finish();
    return options;
  }
}
