package dev.headroom.twin;

import dev.headroom.core.Draws;
import dev.headroom.core.Purpose;
import dev.headroom.scenario.MessageRules;

/** Where the requests of a service leave a message for another, the last thing they do. */
record Outlet(Service receiver, MessageRules rules, Draws draws) {
  static Outlet of(Service sender, Service receiver) {
    return new Outlet(
        receiver,
        receiver.spec.clients().messages(),
        sender.world.draws(Purpose.ENQUEUE, sender.index));
  }

  long lengthNs(Job job) {
    return rules.enqueue().sampleNs(draws, job.entity, job.attempt);
  }

  boolean fails(Job job) {
    return draws.uniform(job.entity, -job.attempt) < rules.enqueueFailures();
  }
}
