package dev.headroom.database;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.headroom.database.Exhaustion.Interval;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * How connections end while they are opened, handed over, or unused, computed by hand; a connect
 * takes 5 ms.
 */
class PoolEndsTest {
  private static final long MILLI = 1_000_000L;

  private static PoolRig rig(String server, String pool) {
    return keeping(0, server, pool);
  }

  private static PoolRig keeping(int reserved, String server, String pool) {
    return new PoolRig(
        "{ reserved: %d, connect: { cpu: 0ms, latency: 5ms, refusedCpu: 0ms }, %s, pool: %s }"
            .formatted(reserved, server, pool));
  }

  /** One connection, of which the first has 20 ms from 6 ms on while two wait. */
  private static PoolRig twoWaitForOne() {
    PoolRig rig = rig("maxConnections: 100", "{ library: hikari, size: 1 }");
    rig.at(0, () -> rig.pools.connectFirst(0));
    rig.use(6, 1, 0, 20);
    rig.use(7, 2, 0, 20);
    rig.use(8, 3, 0, 20);
    return rig;
  }

  private static List<String> after(int lines, PoolRig rig) {
    return rig.log.subList(lines, rig.log.size());
  }

  /**
   * The server goes down while the connection is on its way to the second: it stays the first in
   * line. The pool's try at that moment is refused 5 ms later, the one after 10 ms is not.
   */
  @Test
  void whoseConnectionIsLostOnItsWayIsTheNextAgain() {
    PoolRig rig = twoWaitForOne();
    rig.at(26.05, rig.server::fail);
    rig.at(26.06, rig.server::recover);
    rig.run(99);
    assertEquals(
        List.of(
            "6 borrowed 1",
            "26.05 held 0",
            "31.05 refused down",
            "46.05 held 1",
            "46.2 borrowed 2",
            "66.35 borrowed 3"),
        after(2, rig));
    assertEquals(List.of(0, 0, 0), List.of(rig.busy, rig.opening, rig.waiting));
  }

  /** Taken on its way and given back at once, it is on its way to the next for the whole time. */
  @Test
  void aConnectionSentAgainAtOnceTakesItsTime() {
    PoolRig rig = twoWaitForOne();
    rig.use(26.05, 4, 0, 0.05);
    rig.run(99);
    assertEquals(
        List.of("6 borrowed 1", "26.05 borrowed 4", "26.25 borrowed 3", "46.4 borrowed 2"),
        after(2, rig));
  }

  /** Both waiters give up while the connection is on its way: it is unused, and used again. */
  @Test
  void aConnectionThatNobodyWaitsForAnyMoreIsUnused() {
    PoolRig rig = twoWaitForOne();
    rig.at(26.05, () -> rig.pools.cancel(2));
    rig.at(26.05, () -> rig.pools.cancel(3));
    rig.use(30, 4, 0, 20);
    rig.run(99);
    assertEquals(List.of("6 borrowed 1", "30 borrowed 4"), after(2, rig));
    assertEquals(0, rig.waiting);
  }

  /** The instance stops while it is on its way; the next one in its place begins anew. */
  @Test
  void anInstanceThatStopsClosesWhatIsOnItsWay() {
    PoolRig rig = twoWaitForOne();
    rig.at(26.05, () -> rig.pools.cancel(2));
    rig.at(26.05, () -> rig.pools.cancel(3));
    rig.at(26.05, () -> rig.pools.stop(0, true));
    rig.run(10);
    assertEquals(new PoolCensus.Moment(0, 1, 0, 0), rig.census.at(0));
    assertEquals(1, rig.pools.held(0));
    rig.at(50, () -> rig.pools.connectFirst(0));
    rig.run(49);
    assertEquals(new PoolCensus.Moment(0, 0, 0, 0), rig.census.at(0));
    assertEquals(0, rig.pools.held(0));
    rig.run(99);
    assertEquals(
        List.of("6 borrowed 1", "26.05 held 0", "55 held 1", "55 started 0"), after(2, rig));
  }

  /** The instance stops while a connection is opened: up at 5 ms, it is closed at once. */
  @Test
  void anInstanceThatStopsClosesWhatItIsOpening() {
    PoolRig rig = rig("maxConnections: 100", "{ size: 1 }");
    rig.at(0, () -> rig.pools.start(0));
    rig.use(0, 1, 0, 20);
    rig.at(2, () -> rig.pools.cancel(1));
    rig.at(2, () -> rig.pools.stop(0, true));
    rig.at(3, () -> rig.pools.start(0));
    rig.use(3, 2, 0, 20);
    rig.run(99);
    assertEquals(List.of("5 held 1", "5 held 0", "8 held 1", "8 borrowed 2"), rig.log);
  }

  /**
   * The only slot is somebody else's until 100 ms. An eager pool is refused at 15 and 30 ms and
   * stops while it pauses; the next one at its place does not wait for the old pause, and stops
   * too. From then on nobody wants a connection, so that the slot's coming free ends the matter.
   */
  @Test
  void aPoolThatStopsInItsPauseWantsNoMore() {
    PoolRig rig = rig("maxConnections: 1", "{ size: 1, open: eager, failFast: false }");
    Occupant occupant = new Occupant(rig);
    rig.at(10, () -> rig.pools.start(0));
    rig.at(40, () -> rig.pools.stop(0, true));
    rig.at(41, () -> rig.pools.start(0));
    rig.at(70, () -> rig.pools.stop(0, true));
    rig.at(100, occupant::leave);
    rig.at(200, () -> rig.pools.start(1));
    rig.run(1000);
    assertEquals(
        List.of(
            "5 held 1",
            "15 refused slot",
            "30 refused slot",
            "46 refused slot",
            "61 refused slot",
            "100 held 0",
            "205 held 1"),
        rig.log);
    assertEquals(List.of(new Interval(10 * MILLI, 100 * MILLI, 0, "")), rig.exhaustion.intervals());
    assertEquals(0, rig.exhaustion.backoffLagNs());
  }

  /**
   * An eager pool that opens only for waiters is refused twice and has its connection at 55 ms, 15
   * after the slot was free. At 2 s another is refused twice and its waiter gives up, so that it
   * wants nothing any more when it looks at 2040. The connection is unused from 2155 on and closed
   * at 2205: since neither wants one, nothing is short from then on.
   */
  @Test
  void whoHasItsConnectionOrNeedsNoneWantsNoMore() {
    PoolRig rig = rig(
        "maxConnections: 1",
        "{ size: 1, minIdle: 0, open: eager, failFast: false, fillDelay: 1h, idleTimeout: 50ms }");
    Occupant occupant = new Occupant(rig);
    rig.at(0, () -> rig.pools.start(0));
    rig.at(0, () -> rig.pools.start(1));
    rig.use(10, 1, 0, 2100);
    rig.at(40, occupant::leave);
    rig.use(2000, 2, 1, 20);
    rig.at(2018, () -> rig.pools.cancel(2));
    rig.run(10_000);
    assertEquals(
        List.of(
            "5 held 1",
            "15 refused slot",
            "30 refused slot",
            "40 held 0",
            "55 held 1",
            "55 borrowed 1",
            "2005 refused slot",
            "2020 refused slot",
            "2205 held 0"),
        rig.log);
    assertEquals(
        List.of(
            new Interval(10 * MILLI, 55 * MILLI, 0, ""),
            new Interval(2000 * MILLI, 2205 * MILLI, 0, "")),
        rig.exhaustion.intervals());
    assertEquals(15 * MILLI, rig.exhaustion.backoffLagNs());
  }

  /**
   * Three slots, the last reserved. A third connection is refused at 25 ms. At 42 ms one ends while
   * another is being set up, for which its slot is: no slot is free before that is there.
   */
  @Test
  void aSlotThatIsBeingTakenIsNotFree() {
    PoolRig rig = keeping(1, "maxConnections: 3", "{ size: 1 }");
    Occupant first = new Occupant(rig);
    new Occupant(rig);
    rig.at(0, () -> rig.pools.start(0));
    rig.use(20, 1, 0, 20);
    rig.use(40, 2, 0, 20);
    rig.at(42, first::leave);
    rig.run(99);
    assertEquals(
        List.of(
            "25 refused reserved",
            "25 failed 1 db-refused",
            "42 held 1",
            "45 held 2",
            "45 borrowed 2"),
        after(2, rig));
    assertEquals(List.of(new Interval(25 * MILLI, 45 * MILLI, 0, "")), rig.exhaustion.intervals());
    assertEquals(0, rig.exhaustion.backoffLagNs());
    assertEquals(List.of(0, 0, 0), List.of(rig.busy, rig.opening, rig.waiting));
  }

  /**
   * Refused at 1 s, nobody wants a connection any more when the server fails over from 2 s to 5 s.
   * From then on there are slots, though nobody takes one before 60 s.
   */
  @Test
  void aFailoverEndsTheShortage() {
    PoolRig rig = rig("maxConnections: 1", "{ size: 1 }");
    rig.at(0, () -> rig.pools.start(0));
    rig.at(0, () -> rig.pools.start(1));
    rig.use(0, 1, 0, 1500);
    rig.use(1000, 2, 1, 20);
    rig.at(2000, rig.server::fail);
    rig.at(5000, rig.server::recover);
    rig.use(60_000, 3, 1, 20);
    rig.run(61_000);
    assertEquals("60005 borrowed 3", rig.log.get(rig.log.size() - 1));
    assertEquals(
        List.of(new Interval(1000 * MILLI, 5000 * MILLI, 0, "")), rig.exhaustion.intervals());
  }

  /**
   * A failover from 2 to 3 ms breaks off the one that is being set up until 5 ms, in the only slot.
   * Whoever found none at 1 ms hears it at 6 ms and wants none any more.
   */
  @Test
  void whatWasBrokenOffLeavesItsSlot() {
    PoolRig rig = rig("maxConnections: 1", "{ size: 1 }");
    rig.at(0, () -> rig.pools.start(0));
    rig.at(0, () -> rig.pools.start(1));
    rig.use(0, 1, 0, 20);
    rig.use(1, 2, 1, 20);
    rig.at(2, rig.server::fail);
    rig.at(3, rig.server::recover);
    rig.run(99);
    assertEquals(
        List.of(
            "5 refused down", "5 failed 1 db-refused", "6 refused slot", "6 failed 2 db-refused"),
        rig.log);
    assertEquals(List.of(new Interval(MILLI, 6 * MILLI, 0, "")), rig.exhaustion.intervals());
    assertEquals(MILLI, rig.exhaustion.backoffLagNs());
  }

  /** Of three unused for too long in a frozen instance the first use closes all but the least. */
  @Test
  void aRunningInstanceClosesWhatIsOverdue() {
    PoolRig rig = rig("maxConnections: 100", "{ size: 4, minIdle: 1, idleTimeout: 10s }");
    boolean[] frozen = {false};
    rig.pools.freezeWhen(i -> frozen[0]);
    rig.at(0, () -> rig.pools.start(0));
    rig.at(0, () -> rig.pools.start(1));
    rig.use(0, 1, 0, 20);
    rig.use(0, 2, 0, 30);
    rig.use(0, 3, 0, 40);
    rig.at(1000, () -> frozen[0] = true);
    rig.at(20_000, () -> frozen[0] = false);
    // Takes the last used one, so that two are overdue when it comes back, of which one may go.
    rig.use(20_000, 4, 0, 20);
    rig.run(20_050);
    assertEquals(List.of("20000 borrowed 4", "20020 held 2"), after(6, rig));
    // What another instance gives back is none of them, though it has two more than the least.
    rig.use(20_100, 5, 1, 20);
    rig.use(20_100, 6, 1, 30);
    rig.use(20_100, 7, 1, 40);
    rig.run(20_200);
    assertEquals(5, rig.server.held());
  }

  /** Used again in time, or another of the same number, it is not overdue any more. */
  @Test
  void whatIsUsedAgainIsNotOverdue() {
    PoolRig rig = rig("maxConnections: 100", "{ size: 4, idleTimeout: 10s }");
    boolean[] frozen = {false};
    rig.pools.freezeWhen(i -> frozen[0]);
    rig.at(0, () -> rig.pools.start(0));
    rig.use(0, 1, 0, 20);
    rig.use(0, 2, 0, 30);
    rig.at(1000, () -> frozen[0] = true);
    rig.at(20_000, () -> frozen[0] = false);
    rig.use(20_000, 3, 0, 20);
    rig.use(20_010, 4, 0, 20);
    rig.run(20_100);
    assertEquals(List.of("20000 borrowed 3", "20010 borrowed 4"), after(4, rig));
    rig.at(20_200, () -> frozen[0] = true);
    rig.at(40_000, () -> frozen[0] = false);
    // One is used and closes the other; one is opened again, for somebody who gives up.
    rig.use(40_000, 5, 0, 20);
    rig.use(41_000, 6, 0, 100);
    rig.use(41_000, 7, 0, 20);
    rig.at(41_002, () -> rig.pools.cancel(7));
    rig.run(42_000);
    assertEquals(
        List.of("40000 borrowed 5", "40020 held 1", "41000 borrowed 6", "41005 held 2"),
        after(6, rig));
  }

  /**
   * Two of three stay unused and are older than 10 min, since they are all that should stay. At 720
   * s one is taken for 40 s. The look is due at 105 ms and every 30 s, so 105 ms later, and opens a
   * third. The one never used may go from then on, and goes when it is looked at again, at 1,200 s.
   */
  @Test
  void whatHadToStayIsLookedAtAgain() {
    PoolRig rig = rig("maxConnections: 100", "{ library: hikari, size: 3, minIdle: 2 }");
    rig.at(0, () -> rig.pools.connectFirst(0));
    rig.use(720_000, 1, 0, 40_000);
    rig.run(1_201_000);
    assertEquals(
        List.of("110 held 2", "720000 borrowed 1", "720110 held 3", "1200005 held 2"),
        after(2, rig));
  }

  /** The platform lets an instance have two: the third is tried in vain, with doubling pauses. */
  @Test
  void anEagerPoolMeetsThePlatformsLimit() {
    PoolRig rig = rig(
        "maxConnections: 100, connectionsPerInstance: { generic: 2 }",
        "{ size: 3, open: eager, failFast: false }");
    rig.at(0, () -> rig.pools.start(1));
    rig.run(100);
    assertEquals(
        List.of(
            "5 held 1",
            "10 held 2",
            "10 refused connectionsPerInstance",
            "20 refused connectionsPerInstance",
            "40 refused connectionsPerInstance",
            "80 refused connectionsPerInstance"),
        rig.log);
  }

  /** A connection that has the number of one that was closed is cut when it is unused as long. */
  @Test
  void aNumberUsedAgainIsCutToo() {
    PoolRig rig = rig("maxConnections: 100, idleCut: 1s, deadPeerTimeout: 10s", "{ size: 1 }");
    rig.at(0, () -> rig.pools.start(0));
    rig.use(0, 1, 0, 20);
    rig.at(100, () -> rig.pools.stop(0, true));
    rig.at(200, () -> rig.pools.start(0));
    rig.use(300, 2, 0, 20);
    rig.use(2000, 3, 0, 20);
    rig.run(20_000);
    assertEquals(
        List.of(
            "100 held 0",
            "305 held 1",
            "305 borrowed 2",
            "2000 failed 3 db-connection-lost",
            "11325 held 0"),
        after(2, rig));
    assertEquals(0, rig.waiting);
  }

  /** One of overflow is closed when it is given back: the pool does not have all any more. */
  @Test
  void aPoolThatClosedOneIsNotFull() {
    PoolRig rig = rig("maxConnections: 100", "{ library: sqlalchemy, size: 1, overflow: 1 }");
    rig.at(0, () -> rig.pools.start(0));
    rig.use(0, 1, 0, 20);
    rig.use(0, 2, 0, 30);
    rig.run(10);
    assertEquals(new PoolCensus.Moment(0, 1, 0, 0), rig.census.at(0));
    rig.run(50);
    assertEquals(1, rig.pools.held(0));
    assertEquals(new PoolCensus.Moment(0, 0, 0, 0), rig.census.at(0));
  }

  /** Numbers of connections, attempts and instances need not begin at 0. */
  @Test
  void othersMayHaveComeFirst() {
    PoolRig rig = rig("maxConnections: 1000", "{ size: 1 }");
    for (int i = 0; i < 200; i++) {
      new Occupant(rig);
    }
    rig.at(0, () -> rig.pools.start(40));
    rig.use(10, 300, 40, 20);
    rig.run(99);
    assertEquals(List.of("15 held 201", "15 borrowed 300"), after(200, rig));
  }
}
