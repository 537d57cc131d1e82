package dev.headroom.twin;

import dev.headroom.scenario.BreakerRules;
import java.util.ArrayList;
import java.util.List;

/** The circuit breaker that the clients of a service share. */
final class Breaker {
  private static final long SECOND_NS = 1_000_000_000L;
  private static final double ALL_BUT = 1e-9;

  private record Call(long second, boolean failed) {}

  private enum State {
    CLOSED,
    OPEN,
    HALF_OPEN
  }

  /** A time in one state, and the outcomes of the calls that it let through. */
  static final class Phase {
    private final State state;
    private final List<Call> calls = new ArrayList<>();
    private long untilNs;
    private int trials;

    private Phase(State state) {
      this.state = state;
    }
  }

  private final World world;
  private final BreakerRules rules;
  private Phase now = new Phase(State.CLOSED);

  Breaker(World world, BreakerRules rules) {
    this.world = world;
    this.rules = rules;
  }

  /** The phase that lets a call through, or null. */
  Phase ask() {
    if (now.state == State.OPEN && world.nowNs >= now.untilNs) {
      now = new Phase(State.HALF_OPEN);
      now.trials = rules.halfOpenCalls();
    }
    boolean passes = now.state == State.CLOSED || now.state == State.HALF_OPEN && now.trials > 0;
    now.trials -= passes ? 1 : 0;
    return passes ? now : null;
  }

  /** What a phase let through after it was over changes nothing. */
  void ended(Phase of, boolean failed) {
    if (of != now) {
      return;
    }
    long second = Math.floorDiv(world.nowNs, SECOND_NS);
    now.calls.add(new Call(second, failed));
    boolean trial = now.state == State.HALF_OPEN;
    List<Call> counted = now.calls.stream()
        .filter(call -> trial || call.second > second - rules.windowSeconds())
        .toList();
    int least =
        trial ? Math.min(rules.minimumCalls(), rules.halfOpenCalls()) : rules.minimumCalls();
    if (counted.size() < least) {
      return;
    }
    long failures = counted.stream().filter(Call::failed).count();
    if (failures >= rules.failureShare() * counted.size() - ALL_BUT) {
      now = new Phase(State.OPEN);
      now.untilNs = world.nowNs + rules.openForNs();
    } else if (trial) {
      now = new Phase(State.CLOSED);
    }
  }

  /** The caller has left: a trial may be made again. */
  void withdrawn(Phase of) {
    if (of == now) {
      now.trials++;
    }
  }
}
