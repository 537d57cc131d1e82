package dev.headroom.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Buckets on paper. */
class TokenBucketTest {
  private static final long SECOND = 1_000_000_000L;

  /** Burst 2, four tokens a second: one each 250 ms once it is empty. */
  @Test
  void burstThenRate() {
    TokenBucket bucket = new TokenBucket(2, 4, SECOND);
    assertEquals(SECOND, bucket.nextNs(SECOND));
    assertTrue(bucket.take(SECOND));
    assertTrue(bucket.take(SECOND));
    assertFalse(bucket.take(SECOND));
    assertEquals(SECOND + 250_000_000, bucket.nextNs(SECOND));
    assertEquals(SECOND + 250_000_000, bucket.nextNs(SECOND + 100_000_000));
    assertFalse(bucket.take(SECOND + 249_000_000));
    assertTrue(bucket.take(SECOND + 250_000_000));
    // Ten idle seconds refill two tokens, not forty.
    assertEquals(11 * SECOND, bucket.nextNs(11 * SECOND));
    assertTrue(bucket.take(11 * SECOND));
    assertTrue(bucket.take(11 * SECOND));
    assertFalse(bucket.take(11 * SECOND));
  }

  /** Refilled in steps of 1 ns at a rate without a finite binary fraction, a due token is there. */
  @Test
  void manySmallRefillsLoseNothing() {
    TokenBucket bucket = new TokenBucket(1, 1e6 / 3, 0);
    assertTrue(bucket.take(0));
    for (long ns = 1; ns < 3_000; ns++) {
      assertFalse(bucket.take(ns), "at " + ns + " ns");
    }
    assertEquals(3_000, bucket.nextNs(2_999), 1);
    assertTrue(bucket.take(3_000));
  }

  @Test
  void withoutARateNothingComes() {
    TokenBucket bucket = new TokenBucket(1, 0, 0);
    assertEquals(3, bucket.nextNs(3));
    assertTrue(bucket.take(5));
    assertEquals(Long.MAX_VALUE, bucket.nextNs(6));
    assertFalse(bucket.take(Long.MAX_VALUE / 2));
  }
}
