package dev.headroom.twin;

import dev.headroom.core.FailureReason;
import dev.headroom.core.Purpose;
import dev.headroom.scenario.RetryRules;
import dev.headroom.scenario.RetryRules.Jitter;
import java.util.ArrayList;
import java.util.List;

/** Whether and when the clients of a service try again. */
final class Retries {
  /** A century: no pause is longer, nor grows after as many retries. */
  private static final double PAUSE_MOST_NS = 100 * 365 * 86_400e9;

  private static final int GROWING_MOST = 63;

  private final World world;
  private final Service service;
  private final RetryRules rules;
  private final List<Long> firstsNs = new ArrayList<>();
  private final List<Long> retriesNs = new ArrayList<>();

  Retries(Service service) {
    this.world = service.world;
    this.service = service;
    this.rules = service.spec.clients().retries();
  }

  /** A first attempt is made. */
  void first() {
    firstsNs.add(world.nowNs);
  }

  /** Whether an attempt that failed is made again; if so that counts as one more retry. */
  boolean allowed(Job job, FailureReason reason) {
    if (job.attempt > rules.max() || !rules.retries(reason) || !budgetLeft()) {
      return false;
    }
    retriesNs.add(world.nowNs);
    return true;
  }

  /** Whether first attempts have paid for one more retry; both are forgotten by tenths. */
  private boolean budgetLeft() {
    RetryRules.Budget budget = rules.budget();
    if (budget == null) {
      return true;
    }
    long tenthNs = budget.windowNs() / 10;
    long sinceNs = (Math.floorDiv(world.nowNs, tenthNs) - 9) * tenthNs;
    double paid = budget.share() * firstsNs.stream().filter(ns -> ns >= sinceNs).count();
    double always = budget.minPerSecond() * budget.windowNs() / 1e9;
    long taken = retriesNs.stream().filter(ns -> ns >= sinceNs).count();
    return always + paid - taken >= 1 - 1e-9;
  }

  long pauseNs(Job job, int retry) {
    double mostNs = Math.min(PAUSE_MOST_NS, rules.maxBackoffNs());
    double u = world.draws(Purpose.RETRY_JITTER, service.index).uniform(job.entity, retry);
    long baseNs =
        rules.base().sampleNs(world.draws(Purpose.RETRY_PAUSE, service.index), job.entity, retry);
    if (rules.jitter() == Jitter.DECORRELATED) {
      double widestNs = retry == 1 ? 3.0 * baseNs : Math.max(baseNs, 3.0 * job.pauseNs);
      return (long) Math.min(mostNs, baseNs + (widestNs - baseNs) * u);
    }
    double growth = 1;
    for (int r = 1; r < retry && r <= GROWING_MOST; r++) {
      growth *= rules.factor();
    }
    long wholeNs = (long) Math.min(mostNs, baseNs * growth);
    long surelyNs =
        switch (rules.jitter()) {
          case FULL -> 0;
          case EQUAL -> wholeNs / 2;
          default -> wholeNs;
        };
    return surelyNs + (long) ((wholeNs - surelyNs) * u);
  }
}
