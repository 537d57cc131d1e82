package dev.headroom.simulation;

import dev.headroom.core.EventQueue;
import dev.headroom.results.OutcomeListener;
import dev.headroom.traffic.Arrivals;

/**
 * Looks at one service between the events of a run and changes nothing, so that the run is the same
 * without it. It counts the requests as they arrive; those of a pre-roll have no number.
 */
abstract class Onlooker implements OutcomeListener {
  /** An outcome code below it is an instance's, not a request's: attempts count from 1. */
  private static final long LEAST_OF_REQUESTS = 256;

  ServiceRuntime service;
  Attempts attempts;
  private Arrivals arrivals;
  private EventQueue queue;
  private int index;
  private long pendingEntity;
  private boolean pending;
  private long count;

  /** Before the first event. */
  final void begin(ServiceRuntime of, Arrivals source) {
    service = of;
    attempts = of.attempts;
    queue = of.queue;
    index = of.index;
    arrivals = source;
  }

  /** After every event. */
  final void look() {
    boolean left = !service.clients.ended();
    if (pending && (!left || arrivals.entity() != pendingEntity)) {
      announce();
    }
    pending = left;
    if (left) {
      pendingEntity = arrivals.entity();
    }
    looked(queue.nowNs());
  }

  private void announce() {
    pending = false;
    if (queue.nowNs() >= 0) {
      arrived(++count, pendingEntity, queue.nowNs());
    }
  }

  @Override
  public final void outcome(long entity, long outcome, long nowNs) {
    if (outcome >= LEAST_OF_REQUESTS && outcome >>> 32 == index) {
      if (pending && entity == pendingEntity) {
        // It was turned away in the very event in which it came.
        announce();
      }
      ended(entity, (int) (outcome >>> 8) & 0xFFFFFF, (int) outcome & 0xFF, nowNs);
    }
  }

  /**
   * A request has arrived in the event that runs or has just run.
   *
   * @param number of the request, from 1
   */
  abstract void arrived(long number, long entity, long nowNs);

  /** An event has run. */
  abstract void looked(long nowNs);

  /** An attempt has ended; {@code code} is a failure reason's ordinal or one of Clients. */
  abstract void ended(long entity, int attempt, int code, long nowNs);
}
