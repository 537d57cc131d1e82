package dev.headroom.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What poolers do, computed by hand; the server takes 10 ms to connect, the pooler nothing. */
class PoolerTest {
  private static PoolRig rig(int maxConnections, String pool, String pooler) {
    PoolRig rig = new PoolRig(("{ maxConnections: %d, reserved: 0,"
            + " connect: { cpu: 0ms, latency: 10ms, refusedCpu: 0ms }, pool: %s,"
            + " pooler: %s }")
        .formatted(maxConnections, pool, pooler));
    rig.pools.start(0);
    return rig;
  }

  private static List<String> served(PoolRig rig) {
    return rig.log.stream().filter(line -> line.contains(" served ")).toList();
  }

  private static List<String> without(PoolRig rig, String... words) {
    return rig.log.stream()
        .filter(line -> List.of(words).stream().noneMatch(line::contains))
        .toList();
  }

  private static int count(PoolRig rig, Refusal refusal) {
    return rig.refusals.getOrDefault(refusal, 0);
  }

  /**
   * Three clients at 0, two server connections, 20 ms each. One is set up at a time: up at 10 for
   * the first, at 20 for the second; the third has the first's at 30.
   */
  @Test
  void opensOneAtATimeAndServesInTurn() {
    PoolRig rig = rig(100, "{ size: 5 }", "{ kind: custom, serverPool: 2 }");
    for (int a = 1; a <= 3; a++) {
      rig.use(0, a, 0, 20);
    }
    rig.run(100);
    assertEquals(
        List.of("10 held 1", "10 served 1", "20 held 2", "20 served 2", "30 served 3"),
        without(rig, "borrowed"));
    assertEquals(List.of(10.0, 20.0, 30.0), rig.poolerWaitsMs);
  }

  /** The same where connections are set up together: the second is served at 10. */
  @Test
  void opensTogetherWhereTheProductDoes() {
    PoolRig rig =
        rig(100, "{ size: 5 }", "{ kind: custom, serverPool: 2, opensAtOnce: unlimited }");
    for (int a = 1; a <= 3; a++) {
      rig.use(0, a, 0, 20);
    }
    rig.run(100);
    assertEquals(List.of("10 served 1", "10 served 2", "30 served 3"), served(rig));
  }

  /**
   * PgBouncer looks every 333 ms: a wait of 2 s that began at 100 ms is over at 2100 and ended at
   * the look at 7 x 333 = 2331. The client is disconnected and its pool connects anew, 1.5 ms.
   */
  @Test
  void pgbouncerEndsWaitsAtItsTicksAndDisconnects() {
    PoolRig rig = rig(
        100,
        "{ size: 2 }",
        "{ kind: pgbouncer, mode: transaction, serverPool: 1, borrowTimeout: 2s }");
    rig.use(0, 1, 0, 5000);
    rig.use(98.5, 2, 0, 20);
    rig.use(2400, 3, 0, 20);
    rig.run(6000);
    assertEquals(
        List.of(
            "1.5 borrowed 1",
            "11.5 held 1",
            "11.5 served 1",
            "100 borrowed 2",
            "2331 failed 2 pooler-timeout",
            "2401.5 borrowed 3",
            "4662 failed 3 pooler-timeout"),
        rig.log);
    assertEquals(2, rig.poolerTimeouts);
    assertEquals(0, rig.acquireTimeouts);
  }

  /** Free between the end of the wait and the tick: the client is still served. */
  @Test
  void servedAfterItsTimeBeforeTheTick() {
    PoolRig rig = rig(
        100,
        "{ size: 2 }",
        "{ kind: pgbouncer, mode: transaction, serverPool: 1, borrowTimeout: 2s }");
    rig.use(0, 1, 0, 2200);
    rig.use(98.5, 2, 0, 20);
    rig.run(6000);
    // Given back at 11.5 + 2200.
    assertEquals("2211.5 served 2", rig.log.get(rig.log.size() - 1));
  }

  /** Without ticks and without disconnecting: exactly on time, and the client keeps its own. */
  @Test
  void rdsProxyEndsWaitsExactly() {
    PoolRig rig = rig(100, "{ size: 2 }", "{ kind: rds-proxy, serverPool: 1, borrowTimeout: 2s }");
    rig.use(0, 1, 0, 5000);
    rig.use(100, 2, 0, 20);
    rig.use(2400, 3, 0, 20);
    rig.run(4000);
    assertEquals(
        List.of(
            "0 borrowed 1",
            "10 held 1",
            "10 served 1",
            "100 borrowed 2",
            "2100 failed 2 pooler-timeout",
            "2400 borrowed 3"),
        rig.log);
  }

  @Test
  void refusesClientsBeyondItsLimit() {
    PoolRig rig = rig(100, "{ size: 5 }", "{ kind: custom, clientLimit: 2 }");
    for (int a = 1; a <= 3; a++) {
      rig.use(0, a, 0, 20);
    }
    rig.run(9);
    assertEquals(
        List.of("0 borrowed 1", "0 borrowed 2", "0 refused maxClientConn", "0 failed 3 db-refused"),
        rig.log);
  }

  /**
   * The server has one slot, and somebody else's connection is in it until 5 s. The pooler is
   * refused at 10 ms and waits 15 s; a client that comes meanwhile is refused at once, one that
   * came before waits. At 15.01 s the pooler tries again.
   */
  @Test
  void refusesNewClientsWhileItsLoginFails() {
    PoolRig rig = rig(1, "{ size: 5 }", "{ kind: custom }");
    Occupant occupant = new Occupant(rig);
    rig.use(20, 1, 0, 20);
    rig.use(1000, 2, 0, 20);
    rig.at(5000, occupant::leave);
    rig.run(20_000);
    assertEquals(
        List.of(
            "10 held 1",
            "20 borrowed 1",
            "30 refused slot",
            "1000 refused loginFailing",
            "1000 failed 2 db-refused",
            "5000 held 0",
            "15040 held 1",
            "15040 served 1"),
        rig.log);
  }

  /**
   * With every client pinned two server connections serve two clients for ever: the third waits
   * although both are unused from 40 ms on, until its 2 s are over.
   */
  @Test
  void pinnedClientsKeepTheirServer() {
    for (String mode : List.of("mode: session", "pinFraction: 100%")) {
      PoolRig rig = rig(
          100,
          "{ size: 5 }",
          "{ kind: custom, serverPool: 2, opensAtOnce: 2, borrowTimeout: 2s, " + mode + " }");
      for (int a = 1; a <= 3; a++) {
        rig.use(0, a, 0, 30);
      }
      rig.run(5000);
      assertEquals(
          List.of(
              "10 held 1",
              "10 served 1",
              "10 held 2",
              "10 served 2",
              "2000 failed 3 pooler-timeout"),
          without(rig, "borrowed"),
          mode);
    }
  }

  /** When a pinned client disconnects its server connection is free for whoever waits. */
  @Test
  void pinnedUntilTheClientDisconnects() {
    PoolRig rig = rig(
        100, "{ size: 2, idleTimeout: 1s }", "{ kind: custom, serverPool: 1, pinFraction: 100% }");
    rig.use(0, 1, 0, 30);
    rig.use(20, 2, 0, 30);
    rig.run(5000);
    // Unused since 40 ms, so its pool closes it at 1040.
    assertEquals(List.of("10 served 1", "1040 served 2"), served(rig));
  }

  /** Of 1,000 clients a share p is pinned, within four standard deviations of the binomial. */
  @Test
  void pinFractionIsAShareOfClients() {
    PoolRig rig = rig(
        2000,
        "{ size: 1000 }",
        "{ kind: custom, serverPool: 1000, opensAtOnce: unlimited, pinFraction: 30%,"
            + " idleTimeout: 1s }");
    IntStream.range(0, 1000).forEach(a -> rig.use(0, a, 0, 30));
    rig.run(10_000);
    // Unused server connections are closed after a second; the pinned ones are not unused.
    assertEquals(300, rig.server.held(), 4 * Math.sqrt(1000 * 0.3 * 0.7));
  }

  /** Used last, used first: of two, one serves all and the other is closed unused. */
  @Test
  void closesUnusedServers() {
    PoolRig rig =
        rig(100, "{ size: 5 }", "{ kind: custom, serverPool: 2, opensAtOnce: 2, idleTimeout: 1s }");
    rig.use(0, 1, 0, 20);
    rig.use(0, 2, 0, 30);
    rig.use(500, 3, 0, 20);
    rig.use(1000, 4, 0, 20);
    rig.run(10_000);
    // The first is unused since 30 ms: closed at 1030. The other since 1020: closed at 2020.
    assertEquals(
        List.of("10 held 1", "10 held 2", "1030 held 1", "2020 held 0"),
        without(rig, "borrowed", "served"));
  }

  /** A quarter of what is open stays, however long unused. */
  @Test
  void keepsItsShareOfUnusedServers() {
    PoolRig rig =
        rig(8, "{ size: 9 }", "{ kind: rds-proxy, share: 50%, idleShare: 25%, idleTimeout: 1s }");
    IntStream.range(0, 8).forEach(a -> rig.use(0, a, 0, 20));
    rig.run(25);
    assertEquals(4, rig.server.held());
    rig.run(10_000);
    assertEquals(1, rig.server.held());
  }

  /** One hour old when it is given back, a connection is closed and another opened if wanted. */
  @Test
  void replacesOldServers() {
    PoolRig rig = rig(100, "{ size: 5 }", "{ kind: custom, serverPool: 1, maxLifetime: 1s }");
    rig.use(0, 1, 0, 1500);
    rig.use(0, 2, 0, 20);
    rig.run(10_000);
    assertEquals(
        List.of("10 held 1", "10 served 1", "1510 held 0", "1520 held 1", "1520 served 2"),
        without(rig, "borrowed"));
  }

  /** A client unused for 30 min is disconnected, so its pool connects anew. */
  @Test
  void disconnectsUnusedClients() {
    PoolRig rig =
        rig(100, "{ size: 1 }", "{ kind: custom, clientIdleTimeout: 1s, connectLatency: 3ms }");
    rig.use(0, 1, 0, 20);
    rig.use(900, 2, 0, 20);
    rig.use(1500, 3, 0, 20);
    rig.use(3000, 4, 0, 20);
    rig.run(10_000);
    // Unused since 1520: gone at 2520; at 3000 a connect of 3 ms. No other use had to connect.
    assertEquals(
        List.of("3 borrowed 1", "900 borrowed 2", "1500 borrowed 3", "3003 borrowed 4"),
        without(rig, "served", "held"));
  }

  /** Two poolers for eight cores: two server connections each, and clients take turns. */
  @Test
  void managedPoolersByCores() {
    PoolRig rig =
        new PoolRig("{ maxConnections: 100, cores: 8, connect: { cpu: 0ms, latency: 10ms },"
            + " pool: { size: 9 }, pooler: { kind: managed, serverPool: 2 } }");
    rig.pools.start(0);
    IntStream.range(0, 9).forEach(a -> rig.use(0, a, 0, 200));
    rig.run(100);
    assertEquals(4, rig.server.held());
    assertEquals(4, served(rig).size());
    assertEquals(
        50,
        PoolRig.scenario("{ pool: {}, pooler: { kind: managed } }")
            .pooler()
            .servers()
            .most());
  }

  /** One connection to the server for each of a client, 5 ms later than without the proxy. */
  @Test
  void cloudSqlAuthProxyIsATunnel() {
    PoolRig rig = rig(2, "{ size: 5 }", "{ kind: cloud-sql-auth-proxy }");
    for (int a = 1; a <= 3; a++) {
      rig.use(0, a, 0, 20);
    }
    rig.run(34);
    assertEquals(
        List.of(
            "10 held 1",
            "10 held 2",
            "10 refused slot",
            "10 failed 3 db-refused",
            "15 borrowed 1",
            "15 borrowed 2"),
        rig.log);
  }

  /** The proxy takes all of the server's connections by default and meets the reserved ones. */
  @Test
  void rdsProxyTakesItsShare() {
    PoolerOptions options = PoolRig.scenario(
            "{ maxConnections: 405, pool: {}, pooler: { kind: rds-proxy } }")
        .pooler();
    assertEquals(405, options.servers().most());
    assertEquals(202, options.servers().idleMin());
    assertEquals(120_000_000_000L, options.waits().timeoutNs());
    assertEquals(1_800_000_000_000L, options.clientIdleTimeoutNs());
    PoolRig rig =
        new PoolRig("{ maxConnections: 6, reserved: 2, connect: { cpu: 0ms, latency: 10ms },"
            + " pool: { size: 6 }, pooler: { kind: rds-proxy } }");
    rig.pools.start(0);
    IntStream.range(0, 6).forEach(a -> rig.use(0, a, 0, 100));
    rig.run(1000);
    assertEquals(4, rig.server.held());
    assertTrue(count(rig, Refusal.RESERVED) > 0);
    assertEquals(6, served(rig).size());
  }

  /** Session is PgBouncer's own default, and one client a time then has the only connection. */
  @Test
  void pgbouncerDefaults() {
    PoolerOptions options =
        PoolRig.scenario("{ pool: {}, pooler: { kind: pgbouncer } }").pooler();
    assertEquals(PoolerOptions.Mode.SESSION, options.mode());
    assertEquals(100, options.clientLimit());
    assertEquals(20, options.servers().most());
    assertEquals(new PoolerOptions.Waits(120_000_000_000L, 333_000_000L, true), options.waits());
    assertEquals(15_000_000_000L, options.servers().loginRetryNs());
  }
}
