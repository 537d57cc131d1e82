package dev.headroom.twin;

import dev.headroom.core.FailureReason;
import dev.headroom.core.Purpose;
import dev.headroom.core.Turn;
import dev.headroom.scenario.MessageRules;
import java.util.ArrayList;
import java.util.List;

/** A queue that pollers empty in batches; there are more pollers while messages are left. */
final class Batches extends Polled {
  private static final long SECOND_NS = 1_000_000_000L;

  private final MessageRules.Sqs sqs;
  /** Pollers, parts of one included. */
  private double pollers;

  private int atWork;
  private boolean throttledOfLate;

  Batches(Service service) {
    super(service);
    this.sqs = rules.sqs();
    this.pollers = sqs.pollers();
  }

  @Override
  void begin() {
    world.at(world.nowNs + SECOND_NS, Turn.OBSERVE, this::second);
  }

  private void second() {
    world.at(world.nowNs + SECOND_NS, Turn.OBSERVE, this::second);
    double step = sqs.perMinute() / 60;
    if (visible.isEmpty()) {
      pollers = Math.max(sqs.pollers(), pollers - step);
    } else if (!throttledOfLate) {
      pollers = Math.min(sqs.maxConcurrency(), pollers + step);
      look(world.nowNs);
    }
    throttledOfLate = false;
  }

  @Override
  void take() {
    while (!visible.isEmpty() && atWork < Math.floor(pollers)) {
      long latestNs = visible.get(0).sinceNs() + sqs.windowNs();
      if (visible.size() < sqs.batchSize() && world.nowNs < latestNs) {
        look(latestNs);
        return;
      }
      takeBatch();
    }
  }

  private void takeBatch() {
    List<Job> batch = new ArrayList<>();
    while (!visible.isEmpty() && batch.size() < sqs.batchSize()) {
      batch.add(visible.remove(0).job());
    }
    Job first = batch.remove(0);
    first.riders = batch;
    first.revision = service.revisionFor(first.entity);
    first.durationNs = first.ownNs;
    if (!batch.isEmpty()) {
      first.durationNs = lengthNs(first);
      for (Job rider : batch) {
        first.durationNs += lengthNs(rider);
      }
    }
    atWork++;
    service.submit(first);
  }

  private long lengthNs(Job job) {
    return job.ownNs >= 0
        ? job.ownNs
        : service
            .spec
            .classes()
            .get(job.classIndex)
            .service()
            .sampleNs(world.draws(Purpose.SERVICE, service.index), job.entity, 0);
  }

  @Override
  void over(FailureReason reason) {
    if (reason == FailureReason.THROTTLED) {
      throttledOfLate = true;
      world.after(sqs.throttlePauseNs(), this::back);
    } else {
      back();
    }
  }

  private void back() {
    atWork--;
    lookForMore();
  }

  @Override
  long nextPauseNs(Job job, FailureReason reason) {
    return job.attempt >= sqs.maxReceives() ? -1 : sqs.visibilityNs();
  }
}
