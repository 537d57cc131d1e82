package dev.headroom.twin;

import dev.headroom.core.FailureReason;
import dev.headroom.scenario.MessageRules;
import java.util.List;

/** A queue between the callers of a service and its instances; a message that waits is a job. */
abstract class Mailbox {
  final World world;
  final Service service;
  final MessageRules rules;

  Mailbox(Service service) {
    this.world = service.world;
    this.service = service;
    this.rules = service.spec.clients().messages();
  }

  /** Null where callers wait for their answers. */
  static Mailbox of(Service service) {
    MessageRules rules = service.spec.clients().messages();
    if (rules == null) {
      return null;
    }
    return switch (rules.kind()) {
      case ASYNC -> new Events(service);
      case SQS -> new Batches(service);
      case CLOUD_TASKS -> new Tasks(service);
    };
  }

  void begin() {}

  /** A new message. */
  abstract void put(Job job);

  /** The pause of one that failed is over. */
  abstract void again(Job job);

  /** Until one that failed is tried again; negative for never. */
  final long pauseNs(Job job, FailureReason reason) {
    long pauseNs = nextPauseNs(job, reason);
    boolean tooOld = world.nowNs + pauseNs - job.requestNs > rules.maxAgeNs();
    return tooOld ? -1 : pauseNs;
  }

  abstract long nextPauseNs(Job job, FailureReason reason);

  /** The attempt that a message, or the first of a batch, went into is over. */
  void over(FailureReason reason) {}

  /** Asynchronous invocation: each message is tried at once. */
  private static final class Events extends Mailbox {
    private static final List<FailureReason> NOT_RUN = List.of(
        FailureReason.THROTTLED,
        FailureReason.NO_INSTANCE,
        FailureReason.QUEUE_TIMEOUT,
        FailureReason.INSTANCE_STOPPED);

    Events(Service service) {
      super(service);
    }

    @Override
    void put(Job job) {
      service.submit(job);
    }

    @Override
    void again(Job job) {
      service.submit(job);
    }

    @Override
    long nextPauseNs(Job job, FailureReason reason) {
      MessageRules.Async async = rules.async();
      if (!NOT_RUN.contains(reason)) {
        int before = job.codeFailures++;
        return before < async.errorPausesNs().size() ? async.errorPausesNs().get(before) : -1;
      }
      long pauseNs = Math.min(async.firstPauseNs(), async.longestPauseNs());
      for (int r = 0; r < job.refusals && pauseNs < async.longestPauseNs(); r++) {
        pauseNs = Math.min(2 * pauseNs, async.longestPauseNs());
      }
      job.refusals++;
      return pauseNs;
    }
  }
}
