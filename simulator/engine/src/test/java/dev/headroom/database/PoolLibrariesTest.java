package dev.headroom.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What each library's pool does, computed by hand to the nanosecond; a connect takes 5 ms. */
class PoolLibrariesTest {
  private static final String SERVER = "{ maxConnections: %d, reserved: 0,"
      + " connect: { cpu: 0ms, latency: 5ms, refusedCpu: 0ms }, pool: %s }";

  private static PoolRig rig(int maxConnections, String pool) {
    return new PoolRig(SERVER.formatted(maxConnections, pool));
  }

  /**
   * The constructor's connection is up at 5 ms; the housekeeper begins 100 ms later, at 105; the
   * adder connects until 110, sleeps 30 and connects until 145. In general Tc + 100 ms + (p - 1) Tc
   * + (p - 2) 30 ms for p connections: 5 + 100 + 10 + 30.
   */
  @Test
  void hikariFillsOneAfterTheOther() {
    PoolRig rig = rig(100, "{ library: hikari, size: 3 }");
    rig.at(0, () -> rig.pools.connectFirst(0));
    rig.run(1000);
    assertEquals(List.of("5 held 1", "5 started 0", "110 held 2", "145 held 3"), rig.log);
  }

  /**
   * A request at 20 ms wakes the adder before its first look: the one connection is in use until
   * 60, so the second request waits for the adder's, up at 26.
   */
  @Test
  void hikariAdderIsWokenByWaiters() {
    PoolRig rig = rig(100, "{ library: hikari, size: 2 }");
    rig.at(0, () -> rig.pools.connectFirst(0));
    rig.use(20, 1, 0, 40);
    rig.use(21, 2, 0, 40);
    rig.run(58);
    // Handed to the waiter for 0.15 ms in which a newcomer could take it.
    assertEquals(
        List.of("5 held 1", "5 started 0", "20 borrowed 1", "26 held 2", "26.15 borrowed 2"),
        rig.log);
  }

  /**
   * With failFast false nothing connects before 100 ms; every try is refused 5 ms after it began,
   * and pauses double from 10 ms to 5 s for as long as the server is full, with no user present:
   * 105, +10+5 = 120, +20+5 = 145, 190, 275, 440, 765, 1410, 2695, 5260, then 5.005 s apart.
   */
  @Test
  void hikariRetriesForEver() {
    PoolRig rig = rig(1, "{ library: hikari, size: 1, failFast: false }");
    rig.at(0, () -> rig.pools.start(0));
    rig.at(1, () -> rig.pools.start(1));
    rig.at(2, () -> rig.pools.start(1)); // no second time
    rig.run(20_400);
    assertEquals("105 held 1", rig.log.get(0));
    List<String> refusals = rig.log.subList(1, rig.log.size());
    assertEquals(
        List.of(
            "106 refused slot",
            "121 refused slot",
            "146 refused slot",
            "191 refused slot",
            "276 refused slot",
            "441 refused slot",
            "766 refused slot",
            "1411 refused slot",
            "2696 refused slot",
            "5261 refused slot",
            "10266 refused slot",
            "15271 refused slot",
            "20276 refused slot"),
        refusals);
    PoolCensus.Moment worst = rig.census.worst();
    assertEquals(new PoolCensus.Moment(106_000_000L, 1, 0, 1), worst);
  }

  /**
   * The server is free again at 300 ms, between the refusals at 276 and 441. The next try, then,
   * succeeds: for 141 ms slots were free while everybody was in back-off.
   */
  @Test
  void backOffLagIsTimeWithFreeSlots() {
    PoolRig rig = rig(1, "{ library: hikari, size: 1, failFast: false }");
    rig.at(0, () -> rig.pools.start(0));
    rig.at(1, () -> rig.pools.start(1));
    rig.at(300, () -> rig.pools.stop(0, true));
    rig.run(1000);
    assertEquals("441 held 1", rig.log.get(rig.log.size() - 1));
    assertEquals(141_000_000L, rig.exhaustion.backoffLagNs());
  }

  /** The first connection is refused at 5 ms, the start fails a second later. */
  @Test
  void hikariStartFails() {
    PoolRig rig = rig(1, "{ library: hikari, size: 1 }");
    rig.at(0, () -> rig.pools.connectFirst(0));
    rig.at(1, () -> rig.pools.connectFirst(1));
    rig.run(60_000);
    assertEquals(
        List.of("5 held 1", "5 started 0", "6 refused slot", "1006 start failed 1"), rig.log);
    assertEquals(new PoolCensus.Moment(60_000_000_000L, 1, 0, 0), rig.census.at(60_000_000_000L));
  }

  /**
   * One connection, window 0.15 ms. A has it until 26; B waits since 7, C since 8. At 26.1 D takes
   * what was on its way to B, who goes behind C. D gives back at 46.1; C has it at 46.25, gives
   * back at 66.25, B has it at 66.4: its clock ran from 7.
   */
  @Test
  void newcomersBarge() {
    PoolRig rig = rig(100, "{ library: hikari, size: 1 }");
    rig.at(0, () -> rig.pools.connectFirst(0));
    rig.use(6, 1, 0, 20);
    rig.use(7, 2, 0, 20);
    rig.use(8, 3, 0, 20);
    rig.use(26.1, 4, 0, 20);
    rig.run(99);
    assertEquals(
        List.of("6 borrowed 1", "26.1 borrowed 4", "46.25 borrowed 3", "66.4 borrowed 2"),
        rig.log.subList(2, rig.log.size()));
    assertEquals(List.of(0.0, 0.0, 38.25, 59.4), rig.poolWaitsMs);
  }

  /** As before, but nobody waits longer than 250 ms, the library's least: B, robbed, gives up. */
  @Test
  void theRobbedKeepWhatIsLeftOfTheirTime() {
    PoolRig rig = rig(100, "{ library: hikari, size: 1, acquireTimeout: 250ms }");
    rig.at(0, () -> rig.pools.connectFirst(0));
    rig.use(6, 1, 0, 20);
    rig.use(7, 2, 0, 20);
    rig.use(26.1, 3, 0, 231);
    rig.run(300);
    // D gives back at 257.1; B gave up at 257, 250 ms after it came.
    assertEquals("257 failed 2 db-acquire-timeout", rig.log.get(rig.log.size() - 1));
    assertEquals(1, rig.acquireTimeouts);
  }

  /** First in, first out: nothing is handed over late, nobody overtakes. */
  @Test
  void nodePostgresIsFifoAndLazy() {
    PoolRig rig = rig(100, "{ library: node-postgres, size: 1 }");
    rig.at(0, () -> rig.pools.start(0));
    rig.use(10, 1, 0, 20);
    rig.use(11, 2, 0, 20);
    rig.use(35, 3, 0, 20);
    rig.run(100);
    assertEquals(List.of("15 held 1", "15 borrowed 1", "35 borrowed 2", "55 borrowed 3"), rig.log);
    rig.run(20_000);
    // Unused since 75 ms, closed after 10 s.
    assertEquals("10075 held 0", rig.log.get(4));
  }

  /** A use in between puts the end off; one timer a connection is enough. */
  @Test
  void idleTimeoutCountsFromTheLastUse() {
    PoolRig rig = rig(100, "{ library: node-postgres, size: 1 }");
    rig.at(0, () -> rig.pools.start(0));
    rig.use(0, 1, 0, 20);
    rig.use(9000, 2, 0, 20);
    rig.run(60_000);
    assertEquals("19020 held 0", rig.log.get(rig.log.size() - 1));
  }

  /** A refusal is the attempt's failure at once, and the next in line gets a try of its own. */
  @Test
  void lazyRefusalSurfaces() {
    PoolRig rig = rig(1, "{ library: node-postgres, size: 1 }");
    rig.at(0, () -> rig.pools.start(0));
    rig.at(0, () -> rig.pools.start(1));
    rig.use(0, 1, 0, 1000);
    rig.use(10, 2, 1, 20);
    rig.use(11, 3, 1, 20);
    rig.run(100);
    assertEquals(
        List.of(
            "5 held 1",
            "5 borrowed 1",
            "15 refused slot",
            "15 failed 2 db-refused",
            "20 refused slot",
            "20 failed 3 db-refused"),
        rig.log);
  }

  /**
   * Size 1 and one of overflow: three ask at 0. Two connect; the third gets the first one given
   * back, at 25. At 35 the second is unused, at 45 the other would be the second unused one: it is
   * closed.
   */
  @Test
  void sqlalchemyClosesOverflow() {
    PoolRig rig = rig(100, "{ library: sqlalchemy, size: 1, overflow: 1 }");
    rig.at(0, () -> rig.pools.start(0));
    rig.use(0, 1, 0, 20);
    rig.use(0, 2, 0, 30);
    rig.use(0, 3, 0, 20);
    rig.run(10_000);
    assertEquals(
        List.of(
            "5 held 1", "5 borrowed 1", "5 held 2", "5 borrowed 2", "25 borrowed 3", "45 held 1"),
        rig.log);
  }

  /** The clock of an attempt runs while its connection is set up; the connection is kept. */
  @Test
  void acquireTimeoutIncludesSetUp() {
    PoolRig rig = rig(100, "{ library: node-postgres, size: 1, acquireTimeout: 3ms }");
    rig.at(0, () -> rig.pools.start(0));
    rig.use(0, 1, 0, 20);
    rig.use(7, 2, 0, 20);
    rig.run(50);
    assertEquals(List.of("3 failed 1 db-acquire-timeout", "5 held 1", "7 borrowed 2"), rig.log);
  }

  /** A connection for each request, closed after it. */
  @Test
  void djangoHasNoPool() {
    PoolRig rig = rig(100, "{ library: django }");
    rig.at(0, () -> rig.pools.start(0));
    rig.use(0, 1, 0, 20);
    rig.use(0, 2, 0, 20);
    rig.run(100);
    assertEquals(
        List.of("5 held 1", "5 borrowed 1", "5 held 2", "5 borrowed 2", "25 held 1", "25 held 0"),
        rig.log);
    assertEquals(PoolOptions.Hold.REQUEST, options("{ library: django }").hold());
  }

  /** Up at 5 ms and too old at 1005: closed unused, replaced by 1010. In use, when given back. */
  @Test
  void oldConnectionsAreReplaced() {
    PoolRig rig = rig(100, "{ open: eager, size: 1, maxLifetime: 1s }");
    rig.at(0, () -> rig.pools.connectFirst(0));
    rig.use(1500, 1, 0, 700);
    rig.run(2300);
    assertEquals(
        List.of(
            "5 held 1",
            "5 started 0",
            "1005 held 0",
            "1010 held 1",
            "1500 borrowed 1",
            "2200 held 0",
            "2205 held 1"),
        rig.log);
  }

  /** Of a greatest age of 30 min up to a fortieth is taken off each connection. */
  @Test
  void hikariLifetimesAreJittered() {
    PoolRig rig = rig(100, "{ library: hikari, size: 10 }");
    rig.at(0, () -> rig.pools.connectFirst(0));
    rig.run(1000);
    assertEquals("10 unused", rig.server.held() + " unused");
    rig.run(0.974 * 1_800_000);
    assertEquals(11, rig.log.size(), "one went before its time");
    rig.run(1_801_000);
    long ends = rig.log.stream().filter(line -> line.endsWith("held 9")).count() - 1;
    assertEquals(10, ends, "each was closed once, and replaced before the next");
  }

  /**
   * Two of three stay unused: a request at 1 s takes the newer one, and the housekeeper's next
   * look, 30 s after its first at 105 ms, makes good. Given back at 40 s there are three, one too
   * many: the one never used is closed when it has been unused for 10 min, since 5 ms.
   */
  @Test
  void minIdleIsMadeGoodAtTheNextLook() {
    PoolRig rig = rig(100, "{ library: hikari, size: 3, minIdle: 2 }");
    rig.at(0, () -> rig.pools.connectFirst(0));
    rig.use(1000, 1, 0, 39_000);
    rig.run(700_000);
    assertEquals(
        List.of(
            "5 held 1",
            "5 started 0",
            "110 held 2",
            "1000 borrowed 1",
            "30110 held 3",
            "600005 held 2"),
        rig.log);
  }

  /** The platform's limit refuses the third connection at once, without asking the server. */
  @Test
  void limitOfAnInstance() {
    PoolRig rig =
        new PoolRig("{ maxConnections: 100, connect: { cpu: 0ms, latency: 5ms, refusedCpu: 0ms },"
            + " connectionsPerInstance: { generic: 2 }, pool: { library: django } }");
    rig.at(0, () -> rig.pools.start(0));
    rig.use(0, 1, 0, 20);
    rig.use(1, 2, 0, 20);
    rig.use(2, 0, 0, 20);
    rig.run(10);
    assertEquals(
        List.of(
            "2 refused connectionsPerInstance",
            "2 failed 0 db-refused",
            "5 held 1",
            "5 borrowed 1",
            "6 held 2",
            "6 borrowed 2"),
        rig.log);
  }

  private static PoolOptions options(String pool) {
    return PoolRig.scenario("{ pool: %s }".formatted(pool)).services().get(0).pool();
  }

  /** The defaults that the facts name, through the models. */
  @Test
  void defaultsByLibrary() {
    PoolOptions hikari = options("{ library: hikari }");
    assertEquals(10, hikari.most());
    assertEquals(10, hikari.minIdle());
    assertEquals(30_000_000_000L, hikari.acquireTimeoutNs());
    assertEquals(600_000_000_000L, hikari.life().idleTimeoutNs());
    assertEquals(1_800_000_000_000L, hikari.life().maxLifetimeNs());
    assertEquals(150_000L, hikari.bargingNs());
    assertTrue(hikari.connectsFirst());
    assertEquals(17, options("{ library: hikari, size: 17 }").minIdle());
    PoolOptions node = options("{ library: node-postgres }");
    assertEquals(10, node.most());
    assertEquals(Long.MAX_VALUE, node.acquireTimeoutNs());
    assertEquals(0, node.bargingNs());
    assertEquals(15, options("{ library: sqlalchemy }").most());
    assertEquals(0, options("{ library: none }").size());
    assertFalse(options("{ library: none, open: eager }").connectsFirst());
    // Prisma: 2 for each of the instance's vCPUs, and 1; the generic platform has one.
    PoolOptions prisma = options("{ library: prisma }");
    assertEquals(3, prisma.most());
    assertEquals(10_000_000_000L, prisma.acquireTimeoutNs());
  }
}
