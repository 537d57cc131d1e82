package dev.headroom.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.headroom.core.FailureReason;
import dev.headroom.results.Count;
import dev.headroom.simulation.RunOutcome;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The database model against a real PostgreSQL with HikariCP and pgjdbc before it: who gets a
 * connection when there are too few, and how long requests wait for a pool.
 *
 * <p>The server has 20 slots, 3 of them reserved; one is taken by the connection that watches. That
 * leaves 16 for six pools of four.
 */
@Tag("live")
final class LiveDatabaseTest {
  private static final int SLOTS = 20;
  private static final int POOLS = 6;
  private static final int POOL = 4;
  private static final int DEMAND = POOLS * POOL;
  private static final int USABLE = SLOTS - 3 - 1;
  private static final String APPLICATION = "app";

  /** SQLSTATE too_many_connections. */
  private static final String TOO_MANY = "53300";

  private static LiveServer server;
  private static Connection watcher;

  @BeforeAll
  static void start() throws SQLException {
    String obstacle = LiveServer.obstacle();
    if (obstacle != null) {
      System.err.println("live check skipped: " + obstacle);
    }
    assumeTrue(obstacle == null, obstacle);
    server = LiveServer.start("max_connections=" + SLOTS, "superuser_reserved_connections=3");
    watcher = server.connect();
    try (Statement statement = watcher.createStatement()) {
      // Only a role without privileges is kept from the reserved slots.
      statement.execute("create role " + APPLICATION + " login");
    }
  }

  @AfterAll
  static void stop() throws SQLException {
    if (watcher != null) {
      watcher.close();
    }
    if (server != null) {
      server.close();
    }
  }

  /** A closed connection frees its slot only when its process has ended. */
  @BeforeEach
  @Timeout(60)
  void nobodyElseIsConnected() throws Exception {
    while (sessions() > 0) {
      Thread.sleep(20);
    }
  }

  /** One after the other, so that the order of refusals is certain: all before, none after. */
  @Test
  void refusesWhatTheModelRefuses() throws SQLException {
    List<Connection> open = new ArrayList<>();
    List<Integer> perPool = new ArrayList<>();
    int refused = 0;
    try {
      for (int pool = 0; pool < POOLS; pool++) {
        int before = open.size();
        for (int c = 0; c < POOL; c++) {
          try {
            open.add(DriverManager.getConnection(server.url(), APPLICATION, ""));
          } catch (SQLException e) {
            assertEquals(TOO_MANY, e.getSQLState(), e.getMessage());
            refused++;
          }
        }
        perPool.add(open.size() - before);
      }
      assertEquals(open.size(), sessions());
    } finally {
      for (Connection connection : open) {
        connection.close();
      }
    }
    // By hand: 24 asked, 16 usable: four pools are full, two have none.
    assertEquals(List.of(4, 4, 4, 4, 0, 0), perPool);
    RunOutcome run = Replay.exhaustion(SLOTS - 1, POOL, DEMAND, "open: lazy", 100);
    assertEquals(open.size(), run.recorder().totals().count(0, Count.COMPLETED));
    assertEquals(refused, run.recorder().totals().failed(0, FailureReason.DB_REFUSED));
    assertEquals(open.size(), run.recorder().peakDbHeld());
  }

  /** All pools at once; a pool that is refused tries again, so that every slot finds its taker. */
  @Test
  void poolsLeaveAsManyWithoutAsTheModelSays() throws Exception {
    List<HikariDataSource> pools =
        Stream.generate(() -> pool(POOL, 5_000)).limit(POOLS).collect(Collectors.toList());
    ExecutorService threads = Executors.newFixedThreadPool(DEMAND);
    CountDownLatch outcomes = new CountDownLatch(DEMAND);
    List<Future<Boolean>> asked = new ArrayList<>();
    int served = 0;
    try {
      for (int i = 0; i < DEMAND; i++) {
        HikariDataSource pool = pools.get(i / POOL);
        asked.add(threads.submit(() -> holdUntilAllKnow(pool, outcomes)));
      }
      for (Future<Boolean> one : asked) {
        served += one.get() ? 1 : 0;
      }
    } finally {
      threads.shutdownNow();
      pools.forEach(HikariDataSource::close);
    }
    assertEquals(USABLE, served);
    RunOutcome run = Replay.exhaustion(
        SLOTS - 1, POOL, DEMAND, "library: hikari, failFast: false, acquireTimeout: 5s", 0);
    assertEquals(served, run.recorder().totals().count(0, Count.COMPLETED));
    assertEquals(
        DEMAND - served, run.recorder().totals().failed(0, FailureReason.DB_ACQUIRE_TIMEOUT));
    assertEquals(served, run.recorder().peakDbHeld());
  }

  /**
   * Requests queue for a pool of four, each holding its connection for a little over 100 ms.
   *
   * <p>With the k-th connection handed over held no shorter and no longer than measured, rounded
   * down and up to whole milliseconds, the k-th hand-over happens no sooner and no later: Kiefer
   * and Wolfowitz' recursion rises with each service time, whoever is served first. So the mean
   * wait lies between those of two simulations of the same arrivals, and no slack is added for the
   * machine. HikariCP lets a running thread overtake, which moves waits between requests: only
   * overtaken ones wait longer than in order, only overtakers shorter, so that the share of each
   * bounds by how much of the distribution a quantile can be off.
   */
  @Test
  void requestsWaitForThePoolAsInTheModel() throws Exception {
    PoolRun measured;
    try (HikariDataSource pool = pool(POOL, 60_000)) {
      measured = PoolRun.measure(pool, 360, 32, 0.1, 7);
    }
    Replay.Waits low = Replay.waits(measured.arrivals(), POOL, measured.holdsLowMs());
    Replay.Waits high = Replay.waits(measured.arrivals(), POOL, measured.holdsHighMs());
    System.out.println("live pool: " + measured + "; simulated " + low + " to " + high);
    within(
        "mean", low.meanNs(), measured.meanWaitHighNs(), measured.meanWaitLowNs(), high.meanNs());
    within(
        "p95",
        low.quantileNs(0.95 - measured.overtakers()),
        measured.waitHighNs(0.95),
        measured.waitLowNs(0.95),
        high.quantileNs(Math.min(1, 0.95 + measured.overtaken())));
    assertTrue(low.meanNs() > 0, "requests must have queued at all");
  }

  /** Histograms of a run keep three digits and nothing below a microsecond. */
  private static void within(
      String what, double low, double measuredHigh, double measuredLow, double high) {
    assertTrue(
        low * 0.999 - 1_000 <= measuredHigh && measuredLow <= high * 1.001 + 1_000,
        what + " " + measuredLow + " ns is not within " + low + " to " + high);
  }

  private static boolean holdUntilAllKnow(HikariDataSource pool, CountDownLatch outcomes)
      throws Exception {
    try (Connection connection = pool.getConnection()) {
      outcomes.countDown();
      outcomes.await();
      return connection.isValid(5);
    } catch (SQLTransientConnectionException e) {
      outcomes.countDown();
      return false;
    }
  }

  private static HikariDataSource pool(int size, long acquireTimeoutMs) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(server.url());
    config.setUsername(APPLICATION);
    config.setPassword("");
    config.setMaximumPoolSize(size);
    config.setConnectionTimeout(acquireTimeoutMs);
    // Do not give up when the first connection is refused.
    config.setInitializationFailTimeout(-1);
    return new HikariDataSource(config);
  }

  /** Connections of the application that the server counts. */
  private static int sessions() throws SQLException {
    try (Statement statement = watcher.createStatement();
        ResultSet row = statement.executeQuery("select count(*) from pg_stat_activity"
            + " where backend_type = 'client backend' and pid <> pg_backend_pid()")) {
      row.next();
      return row.getInt(1);
    }
  }
}
