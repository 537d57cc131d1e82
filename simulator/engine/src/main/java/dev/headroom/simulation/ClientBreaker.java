package dev.headroom.simulation;

import dev.headroom.core.FailureReason;
import dev.headroom.results.Count;
import dev.headroom.scenario.BreakerRules;

/** The circuit breaker between the clients of a service and its attempts, with what it tells. */
final class ClientBreaker {
  private final ServiceRuntime service;
  private final Attempts attempts;
  private final CircuitBreaker breaker;

  private ClientBreaker(ServiceRuntime service, BreakerRules rules) {
    this.service = service;
    this.attempts = service.attempts;
    this.breaker = new CircuitBreaker(rules);
  }

  /** The breaker of a service's clients, or null where they have none. */
  static ClientBreaker of(ServiceRuntime service) {
    BreakerRules rules = service.spec.clients().breaker();
    return rules == null ? null : new ClientBreaker(service, rules);
  }

  /** Whether an attempt may be sent. */
  boolean permits(int a) {
    Attempt attempt = attempts.at(a);
    CircuitBreaker.State before = breaker.state();
    attempt.permit = breaker.ask(service.queue.nowNs());
    moved(a, before);
    boolean refused = attempt.permit == CircuitBreaker.REFUSED;
    if (refused) {
      count(a, Count.BREAKER_REJECTED);
    }
    return !refused;
  }

  /** A client has the outcome of an attempt, or wants none any more; null for a good one. */
  void ended(int a, FailureReason reason) {
    Attempt attempt = attempts.at(a);
    CircuitBreaker.State before = breaker.state();
    if (reason == FailureReason.ABANDONED) {
      breaker.withdrawn(attempt.permit);
    } else {
      breaker.ended(attempt.permit, reason != null, service.queue.nowNs());
    }
    moved(a, before);
  }

  private void moved(int a, CircuitBreaker.State before) {
    CircuitBreaker.State state = breaker.state();
    if (state == before) {
      return;
    }
    service.events.add(
        service.queue.nowNs(),
        service.spec.name(),
        "breaker",
        "circuit breaker " + before.label() + " -> " + state.label());
    if (state == CircuitBreaker.State.OPEN) {
      count(a, Count.BREAKER_OPENED);
    }
  }

  private void count(int a, Count what) {
    Attempt attempt = attempts.at(a);
    if (attempt.has(Attempt.COUNTED)) {
      int row = service.revisions[attempt.revision].row;
      service.recorder.count(row, what);
    }
  }
}
