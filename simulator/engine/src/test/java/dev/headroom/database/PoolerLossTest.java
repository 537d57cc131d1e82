package dev.headroom.database;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Poolers and tunnels when the server goes down, refuses, or connections grow old, computed by
 * hand; the server takes 10 ms to connect.
 */
class PoolerLossTest {
  private static PoolRig rig(String server, String pool, String pooler) {
    PoolRig rig =
        new PoolRig(("{ %s, reserved: 0, connect: { cpu: 0ms, latency: 10ms, refusedCpu: 0ms },"
                + " pool: %s, pooler: %s }")
            .formatted(server, pool, pooler));
    rig.pools.start(1);
    return rig;
  }

  /** The only server connection is unused when the server goes: another is opened in its place. */
  @Test
  void aLostServerConnectionIsReplaced() {
    PoolRig rig = rig("maxConnections: 9", "{ size: 5 }", "{ kind: custom, serverPool: 1 }");
    rig.use(0, 1, 1, 20);
    rig.at(100, rig.server::fail);
    rig.at(200, rig.server::recover);
    rig.use(300, 2, 1, 20);
    rig.run(1000);
    assertEquals(
        List.of(
            "0 borrowed 1",
            "10 held 1",
            "10 served 1",
            "100 held 0",
            "300 borrowed 2",
            "310 held 1",
            "310 served 2"),
        rig.log);
    assertEquals(List.of(0, 0, 0), List.of(rig.busy, rig.opening, rig.waiting));
  }

  /**
   * The one who wanted the connection that was refused at 30 ms gives up at 2020. At 15.03 s nobody
   * wants one, so that nothing is tried. The next client is refused for the old refusal, but the
   * pooler tries at once, and the one after that is served.
   */
  @Test
  void aClientThatIsRefusedMakesThePoolerTryAgain() {
    PoolRig rig = rig(
        "maxConnections: 1", "{ size: 5, idleTimeout: 1s }", "{ kind: custom, borrowTimeout: 2s }");
    Occupant occupant = new Occupant(rig);
    rig.use(20, 1, 1, 20);
    rig.at(5000, occupant::leave);
    rig.use(16_000, 2, 1, 20);
    rig.use(17_000, 3, 1, 20);
    rig.run(18_000);
    assertEquals(
        List.of(
            "10 held 1",
            "20 borrowed 1",
            "30 refused slot",
            "2020 failed 1 pooler-timeout",
            "5000 held 0",
            "16000 refused loginFailing",
            "16000 failed 2 db-refused",
            "16010 held 1",
            "17000 borrowed 3",
            "17000 served 3"),
        rig.log);
  }

  /** A wait of 2 s that began at 331 ms is over exactly at a look, 7 x 333 ms. */
  @Test
  void aWaitThatIsOverAtALookEndsThere() {
    PoolRig rig = rig(
        "maxConnections: 9",
        "{ size: 2 }",
        "{ kind: pgbouncer, mode: transaction, serverPool: 1, borrowTimeout: 2s }");
    rig.use(0, 1, 1, 5000);
    rig.use(329.5, 2, 1, 20);
    rig.run(3000);
    assertEquals("2331 failed 2 pooler-timeout", rig.log.get(rig.log.size() - 1));
  }

  /** Exactly as old as it may grow when it is given back, a connection is closed. */
  @Test
  void exactlyTooOldIsTooOld() {
    PoolRig rig =
        rig("maxConnections: 9", "{ size: 5 }", "{ kind: custom, serverPool: 1, maxLifetime: 1s }");
    rig.use(0, 1, 1, 1000);
    rig.use(0, 2, 1, 20);
    rig.run(2000);
    assertEquals(
        List.of("10 held 1", "10 served 1", "1010 held 0", "1020 held 1", "1020 served 2"),
        rig.log.subList(2, rig.log.size()));
  }

  /** The server's numbers of a pooler's connections need not begin at 0. */
  @Test
  void othersMayHaveComeFirst() {
    PoolRig rig = rig("maxConnections: 100", "{ size: 5 }", "{ kind: custom }");
    for (int i = 0; i < 40; i++) {
      new Occupant(rig);
    }
    rig.use(20, 1, 1, 20);
    rig.run(99);
    assertEquals("30 served 1", rig.log.get(rig.log.size() - 1));
  }

  /** A tunnel, 5 ms: the pool hears at once when the server ends its connection, and closes its. */
  @Test
  void aTunnelPassesOnWhatEnds() {
    PoolRig rig =
        rig("maxConnections: 9", "{ size: 5, idleTimeout: 1s }", "{ kind: cloud-sql-auth-proxy }");
    rig.use(0, 1, 1, 20);
    rig.at(100, rig.server::fail);
    rig.at(200, rig.server::recover);
    rig.use(300, 2, 1, 20);
    rig.run(9000);
    assertEquals(
        List.of(
            "10 held 1",
            "15 borrowed 1",
            "100 held 0",
            "310 held 1",
            "315 borrowed 2",
            "1335 held 0"),
        rig.log);
  }

  /** The way through a tunnel is cut like any other; the server learns it 10 s later. */
  @Test
  void theWayThroughATunnelIsCut() {
    PoolRig rig = rig(
        "maxConnections: 9, idleCut: 1s, deadPeerTimeout: 10s",
        "{ size: 5 }",
        "{ kind: cloud-sql-auth-proxy }");
    rig.use(0, 1, 1, 20);
    rig.use(2000, 2, 1, 20);
    rig.run(20_000);
    // Unused since 35 ms, cut at 1035.
    assertEquals(
        List.of("10 held 1", "15 borrowed 1", "2000 failed 2 db-connection-lost", "11035 held 0"),
        rig.log);
    assertEquals(1, rig.server.report().cut());
  }

  /** Set up at 10 ms and lost at 12, before the tunnel has passed it on: nobody can use it. */
  @Test
  void lostInsideTheTunnel() {
    PoolRig rig = rig("maxConnections: 9", "{ size: 1 }", "{ kind: cloud-sql-auth-proxy }");
    rig.use(0, 1, 1, 20);
    rig.at(12, rig.server::fail);
    rig.at(13, rig.server::recover);
    rig.use(14, 2, 1, 20);
    rig.run(99);
    assertEquals(
        List.of(
            "10 held 1",
            "12 held 0",
            "15 failed 1 db-connection-lost",
            "25 held 1",
            "30 borrowed 2"),
        rig.log);
    assertEquals(List.of(0, 0, 0), List.of(rig.busy, rig.opening, rig.waiting));
  }
}
