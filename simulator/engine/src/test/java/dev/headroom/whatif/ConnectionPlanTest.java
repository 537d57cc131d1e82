package dev.headroom.whatif;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.core.UserError;
import dev.headroom.whatif.ConnectionPlan.Start;
import dev.headroom.whatif.DatabaseFixes.Fix;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Cases computed by hand, most of them from incidents that people reported. */
class ConnectionPlanTest {
  private static ServerBudget server(int max, int reserved) {
    return new ServerBudget("test", null, null, "postgres", max, reserved, 0);
  }

  private static ConnectionPlan plan(int instances, int pool, ServerBudget server) {
    return new ConnectionPlan(
        server, List.of(new PoolUser("service", instances, pool, null)), 1, null);
  }

  private static Fix fix(ConnectionPlan plan, String begins) {
    return DatabaseFixes.of(plan).stream()
        .filter(fix -> fix.change().startsWith(begins))
        .findFirst()
        .orElseThrow();
  }

  /**
   * 20 x 10 = 200 of 200 - 3 = 197. 19 x 10 = 190 fit; with as many new ones 9 x 2 x 10 = 180 do,
   * 10 x 2 x 10 = 200 do not. For 20: 197 / 20 = 9.85, for 40: 4.925.
   */
  @Test
  void twentyPoolsOfTen() {
    ConnectionPlan plan = plan(20, 10, server(200, 3));
    assertEquals(200, plan.asked());
    assertFalse(plan.fits());
    assertEquals(19, plan.ceiling(0));
    assertEquals(9, plan.ceilingInDeploy(0));
    assertEquals(9, plan.safePool(0));
    assertEquals(4, plan.safePoolInDeploy(0));
    assertEquals(new Start(19, 1, 7, 0, 20), plan.failingStart());
    assertTrue(plan.withInstances(9).fitsInDeploy());
    assertTrue(plan.withInstances(19).fits());
    assertFalse(plan.withInstances(10).fitsInDeploy());
  }

  /** 3 x 17 = 51 fit in 81; old and new 6 x 17 = 102 do not. 30 are left for 3 new ones. */
  @Test
  void failsOnlyDuringADeploy() {
    ConnectionPlan plan = plan(3, 17, server(84, 3));
    assertTrue(plan.fits());
    assertEquals(102, plan.askedInDeploy());
    assertFalse(plan.fitsInDeploy());
    assertEquals(new Start(1, 1, 13, 1, 3), plan.failingStart());
    ConnectionPlan smaller = fix(plan, "pool 17 -> 13").after();
    assertEquals(78, smaller.askedInDeploy());
    assertTrue(smaller.fitsInDeploy());
  }

  /** 200 functions x 3 = 600 of 97: 32 full, one with 97 - 96 = 1, 167 without. */
  @Test
  void twoHundredFunctionsOfThree() {
    ConnectionPlan plan = plan(200, 3, server(100, 3));
    assertEquals(600, plan.asked());
    assertEquals(new Start(32, 1, 1, 167, 97), plan.failingStart());
    assertEquals(0, plan.safePool(0));
    assertFalse(fix(plan, "pool 3 -> 1").after().fits());
  }

  /** 97 / 5 = 19 full, one with 97 - 95 = 2, 5,000 - 20 without any. */
  @Test
  void fiveThousandPoolsOfFive() {
    ConnectionPlan plan = plan(5000, 5, server(100, 3));
    assertEquals(25_000, plan.asked());
    assertEquals(new Start(19, 1, 2, 4980, 97), plan.failingStart());
    assertEquals(50_003, fix(plan, "max_connections").after().server().maxConnections());
  }

  /** Exactly all usable slots is not one too many. */
  @Test
  void theLastSlotCanBeTaken() {
    ConnectionPlan plan =
        new ConnectionPlan(server(103, 3), List.of(new PoolUser("service", 10, 10, null)), 0, null);
    assertTrue(plan.fitsInDeploy());
    assertNull(plan.failingStart());
    assertEquals(List.of(), DatabaseFixes.of(plan));
    assertFalse(plan.withInstances(11).fits());
  }

  /** A surge of 25 % rounds up: 24 + 6 = 30 pools of 3 fit in 95, 25 + 7 = 32 do not (31 do). */
  @Test
  void aSurgeRoundsUp() {
    ServerBudget watched = new ServerBudget("test", null, null, "postgres", 100, 3, 2);
    ConnectionPlan plan =
        new ConnectionPlan(watched, List.of(new PoolUser("service", 30, 3, null)), 0.25, null);
    assertEquals(24, plan.ceilingInDeploy(0));
    // 30 + 7.5 -> 8 new: 38 x 3.
    assertEquals(114, plan.askedInDeploy());
  }

  /**
   * 40 x 10 + 5 x 4 = 420. The largest deploy is checkout's: 820; both at once 840. Beside 20 of
   * the worker 402 - 20 = 382 leave 38 of checkout, and 19 old with 19 new.
   */
  @Test
  void servicesShareTheServer() {
    ConnectionPlan plan = new ConnectionPlan(
        server(405, 3),
        List.of(new PoolUser("checkout", 40, 10, null), new PoolUser("worker", 5, 4, null)),
        1,
        null);
    assertEquals(420, plan.asked());
    assertEquals(820, plan.askedInDeploy());
    assertEquals(840, plan.askedInDeployOfAll());
    assertEquals(38, plan.ceiling(0));
    assertEquals(19, plan.ceilingInDeploy(0));
    // 2 are left beside checkout's 400: not one worker with 4.
    assertEquals(0, plan.ceiling(1));
    // Checkout first: 40 full with 400, then one worker with the last 2; in turns all 45 get one.
    assertEquals(new Start(40, 1, 2, 4, 45), plan.failingStart());
    // 10 x 402 / 820 = 4.9, 4 x 402 / 820 = 1.96.
    Fix pools = fix(plan, "pool checkout 10 -> 4, worker 4 -> 1");
    // 160 + 5 + 160 new.
    assertEquals(325, pools.after().askedInDeploy());
  }

  /** In transaction mode the server sees the server pool; then the pooler's own limit binds. */
  @Test
  void aPoolerHasALimitOfItsOwn() {
    ServerBudget server = server(100, 3);
    PoolerPlan pooler = DatabaseModels.pooler("pgbouncer", server, 60);
    assertEquals(100, pooler.clientLimit());
    ConnectionPlan plan = plan(200, 3, server).behind(pooler);
    assertEquals(60, plan.onServer(plan.asked()));
    assertFalse(plan.fits());
    assertEquals(33, plan.ceiling(0));
    ConnectionPlan mended = fix(plan, "pgbouncer client limit 100 -> 1,200").after();
    assertTrue(mended.fitsInDeploy());
    assertEquals(60, mended.onServer(mended.askedInDeploy()));
  }

  /** A server pool beyond what the server allows helps nobody; a tunnel pools nothing. */
  @Test
  void notEveryPoolerHelps() {
    ServerBudget server = server(100, 3);
    assertFalse(plan(20, 10, server)
        .behind(new PoolerPlan("pgbouncer", true, 150, 1000, null))
        .fits());
    PoolerPlan tunnel = DatabaseModels.pooler("cloud-sql-auth-proxy", server, 0);
    assertEquals(200, plan(20, 10, server).behind(tunnel).onServer(200));
    assertFalse(plan(20, 10, server).behind(tunnel).fits());
  }

  /** Every count up to 60 by trying all: the ceiling is the last that fits. */
  @Test
  void ceilingsAreWhereTryingEndsToo() {
    for (int pool = 1; pool <= 12; pool++) {
      for (double surge : new double[] {0, 0.1, 0.25, 0.3, 0.5, 1}) {
        ConnectionPlan plan = new ConnectionPlan(
            server(60, 3), List.of(new PoolUser("service", 1, pool, null)), surge, null);
        int last = 0;
        int lastInDeploy = 0;
        for (int n = 0; n <= 60; n++) {
          last = plan.withInstances(n).fits() ? n : last;
          lastInDeploy = plan.withInstances(n).fitsInDeploy() ? n : lastInDeploy;
        }
        assertEquals(last, plan.ceiling(0), pool + " x " + surge);
        assertEquals(lastInDeploy, plan.ceilingInDeploy(0), pool + " x " + surge);
      }
    }
  }

  /**
   * db.t4g.micro has 100, of which 97; 20 x 10 need 200, in a deploy 400: db.t4g.medium with 405 is
   * the next that has 402. 0.064 - 0.016 USD for 730 h are 35.04; the proxy costs 2 x 0.015 x 730,
   * 21.90.
   */
  @Test
  void fixesCarryTheirPrices() {
    ConnectionPlan plan = plan(20, 10, DatabaseModels.server("rds-postgres", "db.t4g.micro"));
    Fix larger = fix(plan, "class db.t4g.micro -> db.t4g.medium");
    assertEquals(35.04, larger.perMonth(), 1e-9);
    assertTrue(larger.cost().contains("assumed"));
    assertEquals(21.90, fix(plan, "rds-proxy").perMonth(), 1e-9);
    assertNull(fix(plan, "pgbouncer").perMonth());
    assertEquals(0, fix(plan, "pool 10 -> 2").perMonth());
    Fix fewer = fix(plan, "max instances 20 -> 4");
    assertEquals(80, fewer.after().askedInDeploy());
    assertTrue(fewer.note().contains("does not mend"));
    assertEquals(
        "no price known",
        fix(plan(200, 10, DatabaseModels.server("rds-postgres", "db.t4g.large")), "class")
            .cost());
  }

  @Test
  void aServerMustHaveSomethingToGive() {
    UserError error = assertThrows(UserError.class, () -> server(3, 3));
    assertTrue(error.getMessage().contains("allowed: more than 3"), error.getMessage());
  }
}
