package dev.headroom.simulation;

import dev.headroom.core.Draws;
import dev.headroom.core.FailureReason;
import dev.headroom.core.Purpose;
import dev.headroom.results.Count;
import dev.headroom.scenario.RetryRules;
import dev.headroom.scenario.RetryRules.Jitter;

/** Whether a failed attempt is tried again, and after which pause. */
final class Retries {
  private static final long NEVER = -1;

  /** A century, so that no pause, however it grew, runs out of a long. */
  private static final double PAUSE_MAX_NS = 100 * 365 * 86_400e9;

  /** Beyond as many retries a growing pause grows no more. */
  private static final int GROWING_MAX = 64;

  private final ServiceRuntime service;
  private final Attempts attempts;
  private final RetryRules rules;
  private final boolean[] retried = new boolean[FailureReason.count()];
  private final double[] growth = new double[GROWING_MAX];
  private final double longestNs;
  private final Draws baseDraws;
  private final Draws jitterDraws;
  /** Null without a limit. */
  private final RetryBudget budget;

  Retries(ServiceRuntime service) {
    this.service = service;
    this.attempts = service.attempts;
    this.rules = service.spec.clients().retries();
    this.baseDraws = service.draws(Purpose.RETRY_PAUSE);
    this.jitterDraws = service.draws(Purpose.RETRY_JITTER);
    this.longestNs = Math.min(PAUSE_MAX_NS, rules.maxBackoffNs());
    this.budget = rules.budget() == null ? null : new RetryBudget(rules.budget());
    for (FailureReason reason : FailureReason.values()) {
      retried[reason.ordinal()] = rules.retries(reason);
    }
    growth[0] = 1;
    for (int i = 1; i < GROWING_MAX; i++) {
      growth[i] = growth[i - 1] * rules.factor();
    }
  }

  /** An attempt is sent, a request's first or another. */
  void attempted(int a) {
    if (budget != null && attempts.at(a).number == 1) {
      budget.firstAttempt(service.queue.nowNs());
    }
  }

  /** Until the next attempt after a failure of this one; negative where there is none. */
  long pauseNs(int a, FailureReason reason) {
    Attempt attempt = attempts.at(a);
    int retry = attempt.number;
    if (retry > rules.max() || !retried[reason.ordinal()]) {
      return NEVER;
    }
    if (budget != null && !budget.take(service.queue.nowNs())) {
      if (attempt.has(Attempt.COUNTED)) {
        int row = service.revisions[attempt.revision].row;
        service.recorder.count(row, Count.RETRIES_DENIED);
      }
      return NEVER;
    }
    return backoffNs(a, retry);
  }

  private long backoffNs(int a, int retry) {
    Attempt attempt = attempts.at(a);
    long entity = attempt.entity;
    long baseNs = rules.base().sampleNs(baseDraws, entity, retry);
    if (rules.jitter() == Jitter.DECORRELATED) {
      double before = retry == 1 ? baseNs : attempt.pauseNs;
      double upToNs = Math.max(baseNs, 3 * before);
      double drawnNs = baseNs + (upToNs - baseNs) * jitterDraws.uniform(entity, retry);
      attempt.pauseNs = (long) Math.min(longestNs, drawnNs);
      return attempt.pauseNs;
    }
    long nominalNs = (long) Math.min(longestNs, baseNs * growth[Math.min(retry, GROWING_MAX) - 1]);
    return switch (rules.jitter()) {
      case FULL -> (long) (nominalNs * jitterDraws.uniform(entity, retry));
      case EQUAL ->
        nominalNs / 2 + (long) ((nominalNs - nominalNs / 2) * jitterDraws.uniform(entity, retry));
      default -> nominalNs;
    };
  }
}
