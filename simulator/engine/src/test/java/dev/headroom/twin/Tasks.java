package dev.headroom.twin;

import dev.headroom.core.FailureReason;
import dev.headroom.scenario.MessageRules;

/** A queue that pushes its messages one by one, so many a second and so many at once. */
final class Tasks extends Polled {
  private final MessageRules.Tasks tasks;
  private final Tokens rate;
  private int underWay;

  Tasks(Service service) {
    super(service);
    this.tasks = rules.tasks();
    this.rate = new Tokens(tasks.burst(), tasks.perSecond(), world.nowNs);
  }

  @Override
  void take() {
    while (!visible.isEmpty() && underWay < tasks.maxConcurrent()) {
      long allowedNs = rate.nextNs(world.nowNs);
      if (allowedNs > world.nowNs) {
        look(allowedNs);
        return;
      }
      rate.take(world.nowNs);
      underWay++;
      Job job = visible.remove(0).job();
      job.revision = service.revisionFor(job.entity);
      service.submit(job);
    }
  }

  @Override
  void over(FailureReason reason) {
    underWay--;
    lookForMore();
  }

  @Override
  long nextPauseNs(Job job, FailureReason reason) {
    if (job.attempt >= tasks.attempts()) {
      return -1;
    }
    double pauseNs = tasks.firstPauseNs();
    double growthNs = pauseNs;
    for (int f = 1; f < job.attempt && pauseNs < tasks.longestPauseNs(); f++) {
      if (f <= tasks.doublings()) {
        pauseNs *= 2;
        growthNs = pauseNs;
      } else {
        pauseNs += growthNs;
      }
    }
    return (long) Math.min(tasks.longestPauseNs(), pauseNs);
  }
}
