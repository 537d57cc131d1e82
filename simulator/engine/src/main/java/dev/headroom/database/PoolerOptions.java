package dev.headroom.database;

import dev.headroom.config.Section;
import java.util.List;

/**
 * A pooler between the instances and the server.
 *
 * @param kind for people
 * @param mode how long a client keeps a connection to the server
 * @param poolers processes, each with connections to the server of its own; clients take turns
 * @param servers connections to the server, of each pooler
 * @param clientLimit most client connections of all poolers, {@code Integer.MAX_VALUE} unlimited
 * @param waits how a client waits for a server connection
 * @param pinFraction share of client connections that keep their server connection once they have
 *     one
 * @param clientIdleTimeoutNs time after which an unused client connection is closed, {@code
 *     Long.MAX_VALUE} never
 * @param overheadNs time it adds to each use of a server connection
 * @param connectLatencyNs time to connect to it
 * @param price what it costs, or null where it adds nothing to a bill
 */
public record PoolerOptions(
    String kind,
    Mode mode,
    int poolers,
    Servers servers,
    int clientLimit,
    Waits waits,
    double pinFraction,
    long clientIdleTimeoutNs,
    long overheadNs,
    long connectLatencyNs,
    Price price) {

  private static final long MILLI = 1_000_000L;
  private static final long HOUR = 3600L * 1000 * MILLI;
  private static final int POOL_MAX = 1_000_000;

  /** How long a client keeps a connection to the server. */
  public enum Mode {
    TRANSACTION,
    /** Until it disconnects. */
    SESSION,
    /** A tunnel: each client connection is a connection to the server. */
    NONE
  }

  /**
   * Connections to the server.
   *
   * @param most of one pooler
   * @param idleMin unused ones that stay open
   * @param idleTimeoutNs time after which an unused one is closed, {@code Long.MAX_VALUE} never
   * @param maxLifetimeNs age at which one is closed when it is given back
   * @param opensAtOnce how many are set up at the same time at most
   * @param loginRetryNs pause after the server refused one
   */
  public record Servers(
      int most,
      int idleMin,
      long idleTimeoutNs,
      long maxLifetimeNs,
      int opensAtOnce,
      long loginRetryNs) {}

  /**
   * How a client waits for a server connection.
   *
   * @param timeoutNs longest wait, {@code Long.MAX_VALUE} for ever
   * @param tickNs how often waits are looked at, 0 for exactly on time
   * @param disconnects whether a client that waited too long is disconnected
   */
  public record Waits(long timeoutNs, long tickNs, boolean disconnects) {}

  /**
   * What a pooler costs: so many units of an entry of a price book, all the time.
   *
   * @param cores whose processors are billed: those of the server, but at least {@code vcpusMin}
   */
  public record Price(String book, String entry, double cores) {}

  /** The keys of a pooler's model that are simulated. */
  public static final List<String> MODEL_KEYS = List.of(
      "mode",
      "serverPool",
      "share",
      "idleShare",
      "coresPerPooler",
      "clientLimit",
      "borrowTimeout",
      "tick",
      "disconnects",
      "pinFraction",
      "idleTimeout",
      "maxLifetime",
      "opensAtOnce",
      "loginRetry",
      "clientIdleTimeout",
      "overhead",
      "connectLatency",
      "price");

  /** Whether clients share connections to the server, not each keeping one of its own. */
  public boolean multiplexes() {
    return mode == Mode.TRANSACTION && pinFraction < 1;
  }

  /** Whether a client connection keeps its server connection, as its own draw from 0 to 1 says. */
  boolean pins(double uniform) {
    return mode == Mode.SESSION || uniform < pinFraction;
  }

  /**
   * Reads a {@code pooler} section.
   *
   * @param server behind it, whose connections and cores it may take a share of
   */
  public static PoolerOptions read(Section pooler, ServerOptions server) {
    int cores = pooler.integer("coresPerPooler", 0, 1024, 0);
    int poolers = cores == 0 ? 1 : Math.max(1, (int) (server.cores() / cores));
    return new PoolerOptions(
        pooler.text("kind"),
        pooler.choice("mode", Mode.TRANSACTION),
        poolers,
        servers(pooler, server),
        pooler.integerOrUnlimited("clientLimit", 1, 10_000_000, Integer.MAX_VALUE),
        new Waits(
            pooler.durationOrUnlimitedNs("borrowTimeout", MILLI, HOUR, Long.MAX_VALUE),
            pooler.durationNs("tick", 0, HOUR, 0),
            pooler.bool("disconnects", false)),
        pooler.share("pinFraction", 0),
        pooler.durationOrUnlimitedNs("clientIdleTimeout", MILLI, 24 * HOUR, Long.MAX_VALUE),
        pooler.durationNs("overhead", 0, HOUR, 0),
        pooler.durationNs("connectLatency", 0, HOUR, 0),
        price(pooler, server));
  }

  private static Price price(Section pooler, ServerOptions server) {
    Section price = pooler.optionalSection("price");
    if (price == null) {
      return null;
    }
    double vcpusMin = price.number("vcpusMin", 0, 1024, 0);
    return new Price(price.text("book"), price.text("entry"), Math.max(vcpusMin, server.cores()));
  }

  private static Servers servers(Section pooler, ServerOptions server) {
    double share = pooler.share("share", 1);
    int ofServer = server.maxConnections() == Integer.MAX_VALUE
        ? POOL_MAX
        : Math.max(1, (int) (share * server.maxConnections()));
    int most = pooler.integer("serverPool", 1, POOL_MAX, pooler.has("share") ? ofServer : 20);
    return new Servers(
        most,
        (int) (pooler.share("idleShare", 0) * most),
        pooler.durationOrUnlimitedNs("idleTimeout", MILLI, 24 * HOUR, Long.MAX_VALUE),
        pooler.durationOrUnlimitedNs("maxLifetime", MILLI, 240 * HOUR, Long.MAX_VALUE),
        pooler.integerOrUnlimited("opensAtOnce", 1, POOL_MAX, 1),
        pooler.durationNs("loginRetry", MILLI, HOUR, 15_000 * MILLI));
  }
}
