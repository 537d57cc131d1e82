package dev.headroom.simulation;

import dev.headroom.core.Draws;
import dev.headroom.core.Purpose;
import dev.headroom.scenario.WorkloadClass;

/** Attempts whose code runs to its end and answers with an error: drawn by their class's share. */
final class CodeErrors {
  private final ServiceRuntime service;
  private final Draws draws;
  /** The queue whose batches stand and fall together, or null. */
  private final MessageQueue messages;

  private CodeErrors(ServiceRuntime service, MessageQueue messages) {
    this.service = service;
    this.draws = service.draws(Purpose.FUNCTION_ERROR);
    this.messages = messages;
  }

  /** Null where no class of the service has errors. */
  static CodeErrors of(ServiceRuntime service, MessageQueue messages) {
    for (WorkloadClass each : service.spec.classes()) {
      if (each.failureShare() > 0) {
        return new CodeErrors(service, messages);
      }
    }
    return null;
  }

  /** Whether an attempt fails so; one error fails a whole batch. */
  boolean fails(int a) {
    Attempts attempts = service.attempts;
    boolean fails = false;
    for (int m = a; m != Attempts.NONE && !fails; ) {
      Attempt attempt = attempts.at(m);
      double share = service.spec.classes().get(attempt.classIndex).failureShare();
      fails = draws.uniform(attempt.entity, attempt.number) < share;
      m = messages == null ? Attempts.NONE : messages.nextRider(m);
    }
    return fails;
  }
}
