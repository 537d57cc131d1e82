package dev.headroom.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.core.UserError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a scenario may say of its database, and what is made of it. */
class DatabaseKeysTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "pool: { sice: 3 } | pool.sice",
        "pool: {}, connect: { cpuu: 3ms } | connect.cpuu",
        "pool: {}, contention: { sigma: 0.1, kapa: 0.1 } | contention.kapa",
        "pool: {}, pooler: { kind: custom, sorts: 3 } | pooler.sorts",
        "pool: {}, pooler: { kind: custom, price: { book: aws, entry: x, per: 3 } } | price.per",
        "pool: {}, maxConnections: 4, reserved: 4 | reserved: 4; allowed: below maxConnections = 4"
      })
  void wrongKeysAreRefused(String database, String message) {
    UserError error = assertThrows(UserError.class, () -> PoolRig.scenario("{ " + database + " }"));
    assertTrue(error.getMessage().contains(message), error.getMessage());
  }

  /** Ten slots less three reserved and two that others hold; of endless ones nothing is taken. */
  @Test
  void usableSlots() {
    String kept = ", reserved: 3, otherSessions: 2, pool: {} }";
    ServerOptions ten = PoolRig.scenario("{ maxConnections: 10" + kept).server();
    assertEquals(5, ten.usable());
    assertFalse(ten.isUnlimited());
    ServerOptions endless =
        PoolRig.scenario("{ maxConnections: unlimited" + kept).server();
    assertEquals(Integer.MAX_VALUE, endless.usable());
    assertTrue(endless.isUnlimited());
  }

  /** Prisma opens two for each vCPU and one, and no more than the platform lets an instance. */
  @Test
  void aPoolGrowsWithItsInstance() {
    PoolOptions ofOne =
        PoolRig.scenario("{ pool: { library: prisma } }").services().get(0).pool();
    assertEquals(3, ofOne.size());
    PoolOptions perVcpu = new PoolOptions(
        "custom",
        1,
        2,
        0,
        0,
        PoolOptions.Open.LAZY,
        PoolOptions.Hold.QUERY,
        Long.MAX_VALUE,
        ofOne.life(),
        ofOne.fill(),
        0,
        false,
        Integer.MAX_VALUE);
    assertEquals(9, perVcpu.in(4, 7).size());
    assertEquals(2, perVcpu.in(0.5, 7).size());
    assertEquals(7, perVcpu.in(4, 7).instanceLimit());
  }

  /** RDS Proxy bills the server's vCPUs, but two at least. */
  @Test
  void theProxyIsBilledByTheServersCores() {
    assertEquals(
        new PoolerOptions.Price("aws", "rds-proxy", 8),
        PoolRig.scenario("{ cores: 8, pool: {}, pooler: { kind: rds-proxy } }")
            .pooler()
            .price());
    assertEquals(
        2,
        PoolRig.scenario("{ cores: 1, pool: {}, pooler: { kind: rds-proxy } }")
            .pooler()
            .price()
            .cores());
  }

  /** What the application reads where it is not the server that refuses. */
  @Test
  void refusalsInTheWordsOfWhoRefuses() {
    assertEquals("no more connections allowed (max_client_conn)", Refusal.CLIENT_LIMIT.text());
    assertEquals(
        "server login has been failing, try again later (server_login_retry)",
        Refusal.LOGIN_FAILING.text());
  }
}
