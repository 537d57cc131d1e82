package dev.headroom.simulation;

import dev.headroom.scenario.RetryRules.Budget;

/**
 * How many retries all clients of a service together may make.
 *
 * <p>Each first attempt pays {@code share} of a token into a bucket, each retry takes a whole one,
 * and both are forgotten after the window; {@code minPerSecond x window} tokens are always there on
 * top. A retry is made only if a whole token is left. With every attempt failing there are so
 * {@code 1 + share} attempts a request in the long run, however many retries each may make.
 *
 * <p>Source: Finagle's RetryBudget ("Retry Budgets", finagle.github.io, 2016: 20 % and 10 retries
 * a second over 10 s by default) and tower's retry budget of the same rule. Theirs are per process,
 * so here the clients count as one large process. The window moves by tenths, as Finagle's does.
 */
final class RetryBudget {
  private static final int SLOTS = 10;

  /** Ten first attempts at a tenth each make a whole token, whatever the rounding. */
  private static final double SLACK = 1e-9;

  private final double share;
  private final double reserve;
  private final long slotNs;
  private final long[] first = new long[SLOTS];
  private final long[] retries = new long[SLOTS];
  private long firstSum;
  private long retriesSum;
  private long slot = Long.MIN_VALUE;

  RetryBudget(Budget rules) {
    this.share = rules.share();
    this.reserve = rules.minPerSecond() * rules.windowNs() / 1e9;
    this.slotNs = rules.windowNs() / SLOTS;
  }

  /** A request makes its first attempt. */
  void firstAttempt(long nowNs) {
    first[slotOf(nowNs)]++;
    firstSum++;
  }

  /** Takes a token for a retry if there is one. */
  boolean take(long nowNs) {
    int i = slotOf(nowNs);
    if (reserve + share * firstSum - retriesSum < 1 - SLACK) {
      return false;
    }
    retries[i]++;
    retriesSum++;
    return true;
  }

  /** The slot of now, after those that have left the window are forgotten. */
  private int slotOf(long nowNs) {
    long now = Math.floorDiv(nowNs, slotNs);
    if (now != slot) {
      for (long s = Math.max(slot + 1, now - SLOTS + 1); s <= now; s++) {
        int i = Math.floorMod(s, SLOTS);
        firstSum -= first[i];
        retriesSum -= retries[i];
        first[i] = 0;
        retries[i] = 0;
      }
      slot = now;
    }
    return Math.floorMod(now, SLOTS);
  }
}
