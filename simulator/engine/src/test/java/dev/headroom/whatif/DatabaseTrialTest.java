package dev.headroom.whatif;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.config.ConfigNode;
import dev.headroom.core.UserError;
import dev.headroom.scenario.Scenario;
import dev.headroom.scenario.ScenarioReader;
import dev.headroom.whatif.DatabaseTrial.Observed;
import dev.headroom.whatif.DatabaseTrial.Tried;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A scenario's plan, its run, and fixes that are simulated on the same traffic. */
class DatabaseTrialTest {
  /** 40 requests a second, evenly, for 790 ms each: 32 at once; 17 connections are usable. */
  private static Scenario scenario(String database) {
    return ScenarioReader.read(ConfigNode.parse(
        "test.yaml",
        """
        apiVersion: headroom/v1
        kind: Scenario
        metadata: { name: shop }
        workload:
          generate: { shape: constant, rate: 40/s, requests: 400, arrivals: uniform }
          classes: [ { name: r, service: { cpu: 0ms }, queries: { count: 1, each: 790ms } } ]
        platform:
          use: generic
          concurrency: { max: 4 }
          scale: { max: 12 }
          coldStart: { boot: 0ms }
        run: { initial: empty }
        database:
        """
            + "  { maxConnections: 20, reserved: 3, connect: { cpu: 0ms, latency: 0ms }, "
            + database + " }\n"));
  }

  /** 32 at once are more than 17; an instance of 4 opens no more than 4 of its 10. */
  @Test
  void tellsWhatTheTrafficDoes() {
    Scenario scenario = scenario("pool: { size: 10 }");
    ConnectionPlan plan = DatabaseTrial.plan(scenario, 0);
    assertEquals(
        List.of(new PoolUser(
            "service",
            12,
            4,
            "of a pool of 10 that opens them one by one for at most 4 requests inside")),
        plan.services());
    // 12 x 4 = 48 > 17; 17 / 4 = 4.25.
    assertFalse(plan.fits());
    assertEquals(4, plan.ceiling(0));
    Observed seen = DatabaseTrial.run(scenario, 1).observed();
    assertEquals(400, seen.offered());
    assertEquals(17, seen.peakConnections());
    assertTrue(seen.exhaustedNs() > 0);
    assertTrue(seen.failedByDatabase() > 0 && seen.failedByDatabase() == seen.failed());
  }

  /** A proxy whose clients all pin is a queue before the limit: 48 want 17 as without it. */
  @Test
  void aProxyThatPinsEveryoneSharesNothing() {
    String proxy = "pool: { size: 10 }, pooler: { kind: rds-proxy, share: 85%, pinFraction: ";
    assertTrue(DatabaseTrial.plan(scenario(proxy + "0% }"), 0).fits());
    assertFalse(DatabaseTrial.plan(scenario(proxy + "100% }"), 0).fits());
  }

  @Test
  void fixesAreRunAndConfirmed() {
    List<Tried> tried = DatabaseTrial.run(scenario("pool: { size: 10, acquireTimeout: 60s }"), 1)
        .fixes(0);
    List<String> changes = tried.stream().map(one -> one.fix().change()).toList();
    // Without a limit 32 / 4 = 8 instances ask for 32; 4 x 17 / 32 = 2.1; 32 + 3 reserved.
    assertEquals(
        List.of(
            "pool 4 -> 2",
            "pgbouncer, transaction mode, 8 server connections",
            "max_connections 20 -> 35",
            "max instances 12 -> 4"),
        changes);
    // 2 in each of at most 12 instances are more than 17 again, which only the run tells.
    assertFalse(tried.get(0).verified());
    Tried more = tried.get(2);
    assertTrue(more.verified());
    assertEquals(0, more.after().failed());
    assertEquals(32, more.after().peakConnections());
  }

  /** Fewer instances that turn requests away instead mend nothing. */
  @Test
  void aChangeThatFailsOtherwiseIsNotVerified() {
    List<Tried> tried = DatabaseTrial.run(
            scenario("pool: { size: 10 }").with("platform.queue", "{ limit: 1, timeout: 1ms }"), 1)
        .fixes(0);
    Tried fewer = tried.get(tried.size() - 1);
    assertEquals("max instances 12 -> 4", fewer.fix().change());
    assertTrue(fewer.after().fits());
    assertTrue(fewer.after().failed() > 0);
    assertFalse(fewer.verified());
  }

  @Test
  void aScenarioWithoutADatabaseIsAMistake() {
    Scenario bare = ScenarioReader.read(ConfigNode.parse("bare.yaml", """
            apiVersion: headroom/v1
            kind: Scenario
            metadata: { name: bare }
            workload:
              generate: { shape: constant, rate: 1/s, requests: 10 }
              classes: [ { name: r, service: 1s } ]
            platform: { use: generic }
            """));
    UserError error = assertThrows(UserError.class, () -> DatabaseTrial.plan(bare, 1));
    assertTrue(error.getMessage().contains("database: missing"), error.getMessage());
  }
}
