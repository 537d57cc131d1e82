package dev.headroom.simulation;

import dev.headroom.scenario.BreakerRules;
import java.util.Arrays;
import java.util.Locale;

/**
 * A circuit breaker: what it lets through and what the outcomes make of it.
 *
 * <p>Closed, it lets every call through and counts outcomes in a window of whole seconds, the
 * current one included. It opens when an outcome leaves at least {@code minimumCalls} in the window
 * of which at least {@code failureShare} failed. Open, it turns every call back for {@code
 * openFor}; the first call after that makes it half-open. Half-open, it lets {@code halfOpenCalls}
 * trials through and turns the rest back; when {@code min(minimumCalls, halfOpenCalls)} of them
 * have an outcome it opens again if at least {@code failureShare} failed, or else closes with an
 * empty window. A call whose user left counts as neither, and a trial so lost may be made again.
 *
 * <p>Source: resilience4j 2, CircuitBreaker (documentation and CircuitBreakerStateMachine), with a
 * time-based window. There a call that ends in another state than it began in counts in the later
 * one; here each state counts only the calls that it let through, so that trials alone decide.
 */
final class CircuitBreaker {
  /** What a call that was turned back holds. */
  static final int REFUSED = 0;

  private static final long SECOND_NS = 1_000_000_000L;

  /** Seven of a hundred are 7 %, whatever the rounding. */
  private static final double SLACK = 1e-9;

  /** States. */
  enum State {
    CLOSED,
    OPEN,
    HALF_OPEN;

    /** In words. */
    String label() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  private final BreakerRules rules;
  private final int trialsNeeded;
  private final int[] calls;
  private final int[] failures;
  private long callsSum;
  private long failuresSum;
  private long second = Long.MIN_VALUE;
  private State state = State.CLOSED;
  /** Number of the present state among all so far: what a call that it let through holds. */
  private int period = 1;

  private long openUntilNs;
  private int trialsLeft;

  CircuitBreaker(BreakerRules rules) {
    this.rules = rules;
    this.trialsNeeded = Math.min(rules.minimumCalls(), rules.halfOpenCalls());
    this.calls = new int[rules.windowSeconds()];
    this.failures = new int[rules.windowSeconds()];
  }

  State state() {
    return state;
  }

  /** Asks for a call: what it holds until its end, or {@link #REFUSED}. */
  int ask(long nowNs) {
    if (state == State.OPEN && nowNs >= openUntilNs) {
      change(State.HALF_OPEN);
      trialsLeft = rules.halfOpenCalls();
    }
    if (state == State.OPEN || state == State.HALF_OPEN && trialsLeft == 0) {
      return REFUSED;
    }
    if (state == State.HALF_OPEN) {
      trialsLeft--;
    }
    return period;
  }

  /** A call has ended for its client. */
  void ended(int held, boolean failed, long nowNs) {
    if (held != period) {
      return;
    }
    int i = slotOf(nowNs);
    calls[i]++;
    callsSum++;
    if (failed) {
      failures[i]++;
      failuresSum++;
    }
    if (callsSum < (state == State.HALF_OPEN ? trialsNeeded : rules.minimumCalls())) {
      return;
    }
    if (failuresSum >= rules.failureShare() * callsSum - SLACK) {
      change(State.OPEN);
      openUntilNs = nowNs + rules.openForNs();
    } else if (state == State.HALF_OPEN) {
      change(State.CLOSED);
    }
  }

  /** A call's user has left before its outcome. */
  void withdrawn(int held) {
    if (held == period && state == State.HALF_OPEN) {
      trialsLeft++;
    }
  }

  private void change(State to) {
    state = to;
    period++;
    Arrays.fill(calls, 0);
    Arrays.fill(failures, 0);
    callsSum = 0;
    failuresSum = 0;
  }

  /** The slot of this second; outside the window seconds are forgotten, but no trial is. */
  private int slotOf(long nowNs) {
    long now = Math.floorDiv(nowNs, SECOND_NS);
    int n = calls.length;
    if (now != second && state == State.CLOSED) {
      for (long s = Math.max(second + 1, now - n + 1); s <= now; s++) {
        int i = Math.floorMod(s, n);
        callsSum -= calls[i];
        failuresSum -= failures[i];
        calls[i] = 0;
        failures[i] = 0;
      }
      second = now;
    }
    return Math.floorMod(now, n);
  }
}
