package dev.headroom.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The server by hand: how connections end. */
class ServerEndsTest {
  private static final long MILLI = 1_000_000L;
  private static final long SECOND = 1000 * MILLI;

  /** A failover ends what is open and what is being opened, and refuses until it is over. */
  @Test
  void aFailoverDropsEverything() {
    ServerLog log = ServerLog.bench(
        "maxConnections: 10, reserved: 0," + " connect: { cpu: 4ms, latency: 2ms }");
    ServerBench bench = log.bench;
    bench.connectAt(0, 0);
    bench.connectAt(997 * MILLI, 1);
    bench.at(SECOND, () -> bench.server.fail());
    bench.connectAt(2 * SECOND, 2);
    bench.at(31 * SECOND, () -> bench.server.recover());
    bench.connectAt(32 * SECOND, 3);
    bench.run();
    assertEquals(
        List.of("6.0 0 open", "1000.0 0 lost", "1003.0 1 DOWN", "2002.0 2 DOWN", "32006.0 3 open"),
        log.lines);
    assertEquals(bench.server.openedCount(), bench.server.closedCount() + bench.server.held());
  }

  /** A client gone without a word keeps its slot for the dead-peer time-out. */
  @Test
  void aDeadPeerKeepsItsSlot() {
    ServerLog log = ServerLog.bench("maxConnections: 1, reserved: 0, deadPeerTimeout: 360s,"
        + " connect: { cpu: 0ms, latency: 0ms }");
    ServerBench bench = log.bench;
    bench.connectAt(0, 0);
    bench.at(10 * SECOND, () -> {
      bench.server.cut(log.connections.get(0));
      bench.server.close(log.connections.get(0));
    });
    bench.connectAt(369 * SECOND, 1);
    bench.connectAt(371 * SECOND, 2);
    bench.run();
    assertEquals(List.of("0.0 0 open", "369000.0 1 SLOT", "371000.0 2 open"), log.lines);
    assertEquals(bench.server.openedCount(), bench.server.closedCount() + bench.server.held());
    // What is over does not end once more.
    bench.server.fail();
    assertEquals("371000.0 2 lost", log.lines.get(3));
    assertEquals(0, bench.server.held());
    assertEquals(2, bench.server.closedCount());
  }

  /**
   * Two slots of clients gone at 10 s, of which the server would learn at 40 s; one of them knows
   * it. A failover at 20 s frees both, so the two of 22 s find them, and keep them beyond 40 s.
   * Their own end, of which it learns 30 s later, is not taken for that of the first two.
   */
  @Test
  void aFailoverFreesTheSlotsOfDeadPeers() {
    ServerLog log = ServerLog.bench("maxConnections: 2, reserved: 0, deadPeerTimeout: 30s,"
        + " connect: { cpu: 0ms, latency: 0ms }");
    ServerBench bench = log.bench;
    bench.connectAt(0, 0);
    bench.connectAt(0, 1);
    bench.at(10 * SECOND, () -> {
      bench.server.cut(log.connections.get(0));
      bench.server.cut(log.connections.get(1));
      bench.server.close(log.connections.get(0));
    });
    bench.at(20 * SECOND, bench.server::fail);
    bench.at(21 * SECOND, () -> {
      assertEquals(0, bench.server.held());
      bench.server.close(log.connections.get(1));
      bench.server.recover();
    });
    bench.connectAt(22 * SECOND, 2);
    bench.connectAt(22 * SECOND, 3);
    bench.connectAt(41 * SECOND, 4);
    bench.at(50 * SECOND, () -> {
      bench.server.cut(log.connections.get(2));
      bench.server.cut(log.connections.get(3));
    });
    bench.connectAt(79 * SECOND, 5);
    bench.connectAt(81 * SECOND, 6);
    bench.connectAt(81 * SECOND, 7);
    bench.run();
    assertEquals(
        List.of(
            "0.0 0 open",
            "0.0 1 open",
            "22000.0 2 open",
            "22000.0 3 open",
            "41000.0 4 SLOT",
            "79000.0 5 SLOT",
            "81000.0 6 open",
            "81000.0 7 open"),
        log.lines);
    assertEquals(4, bench.server.report().cut());
  }

  /** Of 64 connections one was closed: a failover ends the others, each once. */
  @Test
  void aFailoverEndsEachConnectionOnce() {
    ServerLog log =
        ServerLog.bench("maxConnections: 100, reserved: 0, connect: { cpu: 0ms, latency: 0ms }");
    for (int i = 0; i < 64; i++) {
      log.bench.connectAt(0, i);
    }
    log.bench.at(SECOND, () -> log.bench.server.close(log.connections.get(5)));
    log.bench.at(2 * SECOND, log.bench.server::fail);
    log.bench.run();
    assertEquals(0, log.bench.server.held());
    assertEquals(64, log.bench.server.closedCount());
    assertEquals(63, log.lines.stream().filter(line -> line.endsWith(" lost")).count());
    assertEquals(0, log.lines.stream().filter(line -> line.endsWith(" 5 lost")).count());
  }
}
