package dev.headroom.simulation;

import dev.headroom.core.Draws;
import dev.headroom.core.Purpose;
import dev.headroom.results.Count;
import dev.headroom.scenario.WorkloadClass;
import dev.headroom.simulation.Attempt.Stage;
import dev.headroom.simulation.Instance.State;
import java.util.Arrays;

/**
 * Processor work that requests leave behind after their replies: it goes on in their instance,
 * without a slot, and where the platform gives an instance without requests no processor time, it
 * stands still until the next one comes.
 */
final class Background {
  private final Revision revision;
  private final Attempts attempts;
  private final WorkloadClass[] classes;
  private final Draws draws;
  private final Inside inside;
  private final Processors processors;
  private final boolean stillWhenIdle;

  private Background(
      Revision revision, WorkloadClass[] classes, Inside inside, Processors processors) {
    this.revision = revision;
    this.attempts = revision.attempts;
    this.classes = classes;
    this.draws = revision.service.draws(Purpose.BACKGROUND);
    this.inside = inside;
    this.processors = processors;
    this.stillWhenIdle = !revision.spec.platform().limits().idleCpu();
  }

  /** The work after replies, or null where no class leaves any. */
  static Background of(
      Revision revision, WorkloadClass[] classes, Inside inside, Processors processors) {
    return Arrays.stream(classes).allMatch(c -> c.background() == null)
        ? null
        : new Background(revision, classes, inside, processors);
  }

  /** A request comes into the instance: its processors run. */
  void requestEnters(int i) {
    if (stillWhenIdle) {
      processors.resume(i);
    }
  }

  /** A request has left the instance for good. */
  void requestLeft(int i) {
    if (stillWhenIdle && revision.fleet.rows.at(i).state == State.IDLE) {
      processors.pause(i);
    }
  }

  /** Begins what an attempt leaves behind that is done; the attempt's row may be used again. */
  void begin(int a) {
    Attempt attempt = attempts.at(a);
    WorkloadClass c = classes[attempt.classIndex];
    if (c.background() != null) {
      long cpuNs = c.background().sampleNs(draws, attempt.entity, 0);
      int i = attempt.instance;
      int b = attempts.allocate();
      Attempt row = attempts.at(b);
      row.flags = 0;
      row.instance = i;
      row.stage = Stage.BACKGROUND;
      inside.add(b, i);
      processors.add(i, b, cpuNs);
    }
  }

  /** It is done. */
  void end(int b) {
    inside.remove(b);
    attempts.free(b);
  }

  /** Its instance ends before it is done. */
  void drop(int b) {
    processors.remove(attempts.at(b).instance, b);
    revision.recorder.count(revision.row, Count.BACKGROUND_LOST);
    end(b);
  }
}
